"""Signs of a date in headings and paragraphs: a weekday, a written date, a count of days, "the next day"."""

import re
from dataclasses import dataclass
from typing import Literal

from . import dates
from .blocks import Block

_NUMBER_WORDS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {word: number for number, word in enumerate("first second third fourth fifth sixth seventh".split(), 1)}
_DAY_COUNT = re.compile(
    rf"\b(?:day|tag|jour|día|dia|giorno|dag)\s*(?:#|no\.?\s*)?(?P<after>\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})\b"
    rf"|\b(?P<before>{'|'.join(_NUMBER_WORDS)})\s+day\b",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"(?:early |late |on )*the\s+(?:very\s+)?(?:next|following)\s+(?:day|morning)\b|(?:am )?nächsten (?:tag|morgen)\b"
    r"|le lendemain\b|al día siguiente\b",
    re.IGNORECASE,
)
# What may stand before a weekday that opens a paragraph: "Then, early on", "Come", "So on the".
_OPENING = re.compile(
    r"(?:(?:and|so|then|now|but|finally|early|late|bright and early|first thing|on(?: the)?|come|by|this|that|last"
    r"|it was|it's|am"
    r"|le|el|em|no|na|op|il|next up|next|up)[\s,]+){0,5}$",
    re.IGNORECASE,
)
_NOT_THAT_DAY = re.compile(
    r"\b(?:every|each|until|till|til|before|since|next|by|for|from|through|to|and|or|after|of|between|usually"
    r"|the)\s+$",
    re.IGNORECASE,
)
_DAYTIME = re.compile(
    r"^(?:['’]s)?\s+(?:(?:early|late|mid)[\s-]?)?(?:morning|afternoon|evening|night|noon|lunch|morgen|matin|mañana)",
    re.IGNORECASE,
)
_LEFT_AS_THINGS = re.compile(r"^(?:s\b|['’]s\b|\s+(?:to|through|and|or|till|until)\s|\s*[-–/&]\s*\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"(?<!\d\.)(?<=[.!?])(?=[\s\"”')\]]|$)|\n\s*\n")
_MARKUP = re.compile(r"\]\([^()\s]*\)|[*_#`\[\]]|<[^<>]*>|\{[^{}]*\}")

Strength = Literal["heading", "opening", "sentence"]


@dataclass(frozen=True)
class Mark:
    """A sign of a date in the block at `index`; one of weekday, date, count or `is_next` says which kind it is."""

    index: int
    strength: Strength
    words: str
    weekday: int | None = None
    date: dates.WrittenDate | None = None
    count: int | None = None
    is_next: bool = False


def find_mark(index: int, block: Block) -> Mark | None:
    if block.kind == "heading":
        return _in_heading(index, block.words)
    if block.kind == "text":
        return _in_paragraph(index, block.words)
    return None


def _in_heading(index: int, words: str) -> Mark | None:
    plain = _MARKUP.sub(" ", words[:300])
    weekday = dates.WEEKDAY_WORD.search(plain)
    written = dates.find_written(plain)
    if written:
        number = dates.weekday_of(weekday[0]) if weekday else None
        return Mark(index, "heading", plain[written.start : written.end], number, written)
    if weekday and not _LEFT_AS_THINGS.match(plain[weekday.end() :]):
        return Mark(index, "heading", weekday[0], dates.weekday_of(weekday[0]))
    if counted := _DAY_COUNT.search(plain):
        number_word = (counted["after"] or counted["before"]).lower()
        number = int(number_word) if number_word.isdigit() else _NUMBER_WORDS[number_word]
        return Mark(index, "heading", counted[0], count=number)
    short = dates.SHORT_WEEKDAY.match(plain.strip())
    if short and re.match(r"\W|$", plain.strip()[short.end() :]):
        return Mark(index, "heading", short[0], dates.SHORT_WEEKDAYS[short[1].lower()])
    return None


def _in_paragraph(index: int, source: str) -> Mark | None:
    """Look at the first sentence only: what comes later tells of other days as often as of this one."""
    head = source[:600].lstrip("\ufeff\u200b \t\n")
    if re.match(r"[|<>]|```|~~~|\{[{%]|!\[|[-*+]\s|\d+[.)]\s", head):
        return None
    plain = " ".join(_MARKUP.sub("", head).split())
    end = _SENTENCE_END.search(plain)
    sentence = plain[: end.start() if end else 300]
    if found := _NEXT_DAY.match(sentence):
        return Mark(index, "opening", found[0], is_next=True)
    weekday = _that_weekday(sentence)
    written = dates.find_written(sentence) if _DIGIT.search(sentence) else None
    if written and (not weekday or abs(written.start - weekday.end()) < 20):
        opens = bool(_OPENING.fullmatch(sentence[: min(written.start, weekday.start() if weekday else written.start)]))
        number = dates.weekday_of(weekday[0]) if weekday else None
        words = sentence[written.start : written.end]
        return Mark(index, "opening" if opens else "sentence", words, number, written)
    if weekday:
        opens = bool(_OPENING.fullmatch(sentence[: weekday.start()]))
        return Mark(index, "opening" if opens else "sentence", weekday[0], dates.weekday_of(weekday[0]))
    return None


def _that_weekday(sentence: str) -> re.Match[str] | None:
    """Return the first weekday by which a sentence tells when it happens, not one it merely speaks of."""
    for found in dates.WEEKDAY_WORD.finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() :]
        if _LEFT_AS_THINGS.match(after) and not _DAYTIME.match(after):
            continue
        if _OPENING.fullmatch(before):
            return found
        if _NOT_THAT_DAY.search(before):
            continue
        if re.search(r"\b(?:on|this|that|last|early|late|am|le|el|op)\s+$", before, re.IGNORECASE) or _DAYTIME.match(
            after
        ):
            return found
    return None
