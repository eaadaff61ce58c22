"""Words that are the name of somebody in the log."""

from collections.abc import Sequence

from .common_words import AMBIGUOUS, TIMES
from .given_names import GIVEN_NAMES
from .knowledge import Knowledge, KnownPerson, Words
from .offers import Kind, Offer
from .signs import Signs
from .tokens import Token, without_breaks

LONGEST = 6


def find(text: str, tokens: Sequence[Token], knowledge: Knowledge) -> tuple[list[Offer], set[int]]:
    """Return the matches, and the indexes of words that are accounted for: by them, by things and by ignored names."""
    offers: list[Offer] = []
    taken: set[int] = set()
    index = 0
    while index < len(tokens):
        length = _longest(tokens, index, knowledge)
        if length:
            words = _words(tokens, index, length)
            people = [] if words in knowledge.ignored else knowledge.candidates(words)
            if people and _is_meant(text, tokens, index, length, people, knowledge):
                why = _why(words, people, knowledge)
                span = tokens[index].start, tokens[index + length - 1].end
                offers.append(Offer(Kind.MATCH, without_breaks(text[slice(*span)]), *span, tuple(people), why))
                taken.update(range(index, index + length))
            elif not people:
                taken.update(range(index, index + length))
        index += length or 1
    return offers, taken


def _longest(tokens: Sequence[Token], index: int, knowledge: Knowledge) -> int:
    """Return how many words from here are known together, the most there are; 0 for none."""
    if tokens[index].folded not in knowledge.first_words:
        return 0
    end = index + 1
    while end < min(len(tokens), index + LONGEST) and tokens[end].follows:
        end += 1
    for length in range(end - index, 0, -1):
        words = _words(tokens, index, length)
        if words in knowledge.ignored or knowledge.candidates(words):
            return length
        if words in knowledge.things and tokens[index].is_capitalised:
            return length
    return 0


def _words(tokens: Sequence[Token], index: int, length: int) -> Words:
    return tuple(token.folded for token in tokens[index : index + length])


def _is_meant(
    text: str, tokens: Sequence[Token], index: int, length: int, people: Sequence[KnownPerson], knowledge: Knowledge
) -> bool:
    first, last = tokens[index], tokens[index + length - 1]
    if length > 1:
        return first.is_capitalised or not first.text.islower()
    if not first.is_capitalised:
        return not _has_case(first.text) or any(first.text in person.names for person in people)
    signs = Signs(text, first.start, last.end)
    if signs.has_article and not signs.strong:
        return False
    if (first.folded in AMBIGUOUS or first.folded in TIMES) and first.opens and not (signs.strong or signs.weak):
        return _is_subject(tokens, index) and first.folded not in knowledge.uncapitalised
    return not _belongs_to_another_name(tokens, index, knowledge)


def _has_case(word: str) -> bool:
    return word.lower() != word.upper()


def _is_subject(tokens: Sequence[Token], index: int) -> bool:
    """Whether a comma or an “and” parts it from what follows, as in “Will, Nina and I”."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is None or not after.follows or after.folded in ("and", "und", "et", "y")


def _belongs_to_another_name(tokens: Sequence[Token], index: int, knowledge: Knowledge) -> bool:
    """Whether it is part of a longer name: Ben of “Ben Siraphob”, where another Ben is known."""
    before = tokens[index - 1] if index and tokens[index].follows else None
    after = tokens[index + 1] if index + 1 < len(tokens) and tokens[index + 1].follows else None
    if before and before.is_capitalised and before.folded in GIVEN_NAMES and before.folded not in AMBIGUOUS:
        return True
    if after is None or not after.is_capitalised or after.is_shouted:
        return False
    if after.folded in knowledge.function_words or after.folded in TIMES or (after.folded,) in knowledge.things:
        return False
    return not knowledge.candidates((after.folded,))


def _why(words: Words, people: Sequence[KnownPerson], knowledge: Knowledge) -> str:
    if len(people) > 1:
        return f"{len(people)} people are called so"
    return f"{people[0].name} is on this trip" if words in knowledge.here else f"{people[0].name} has this name"
