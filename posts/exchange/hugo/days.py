"""Finds the sections of a post and their dates.

A thematic break is only a hint: a text is parted where signs of a date (see `marks`) on both sides say so,
otherwise the break stays in the text. Every section keeps how its date was found and how sure that is.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .blocks import Block
from .marks import Mark, find_mark

Source = Literal["weekday", "text", "heading", "file", "front_matter", "sequence", "none"]
DAY = datetime.timedelta(days=1)

_CLOSING = re.compile(
    r"\b(?:conclusions?|epilogue|wrap(?:ping)?[\s-]?up|final (?:thoughts|words)|closing|summary|takeaways?|thoughts"
    r"|looking back|afterwards?|afterword|fazit|retrospective|thanks|acknowledge?ments?|in closing|overall|all in all"
    r"|in the end|in summary|to sum up|in conclusion|until next (?:time|year)|see you)\b",
    re.IGNORECASE,
)
# A jump of this many days forward is likelier a word about an earlier day.
_FARTHEST_JUMP = 5


@dataclass(frozen=True)
class Section:
    """text[start:end] of a post; `heading` is the heading that became its title, left out of start:end."""

    start: int
    end: int
    kind: Literal["prologue", "day", "epilogue"]
    date: datetime.date | None = None
    source: Source = "none"
    confidence: int = 100
    heading: Block | None = None


@dataclass
class Sections:
    sections: list[Section]
    remarks: list[tuple[int, str]] = field(default_factory=list)  # position in the text, what to look at


@dataclass(frozen=True)
class _Dated:
    mark: Mark
    date: datetime.date
    source: Source
    confidence: int


def find_sections(
    text: str, blocks: Sequence[Block], posted: datetime.date | None, posted_source: Source = "front_matter"
) -> Sections:
    """Part a post. `posted` is the date of its front matter or file name, None where neither has one."""
    result = Sections([])
    marks = _chosen(blocks, [mark for i, block in enumerate(blocks) if (mark := find_mark(i, block))])
    dated = _resolve(marks, posted, blocks, result)
    starts = _boundaries(dated, blocks)
    if len({item.date for item in starts}) < 2:
        result.sections = [_single(text, dated, posted, posted_source)]
        _propose(marks, dated, blocks, result)
        return result
    result.sections = _cut(text, blocks, starts)
    return result


def _chosen(blocks: Sequence[Block], marks: list[Mark]) -> list[Mark]:
    """Keep the marks that may part days: headings where they do, otherwise paragraphs."""
    headings = [mark for mark in marks if mark.strength == "heading"]
    if len(headings) >= 2:
        # The commonest level is that of the days; deeper ones name talks or parts of a day.
        levels = [blocks[mark.index].level for mark in headings]
        level = max(set(levels), key=lambda value: (levels.count(value), -value))
        if levels.count(level) >= 2:
            return [mark for mark in headings if blocks[mark.index].level == level]
    return marks


def _follows_break(blocks: Sequence[Block], index: int) -> bool:
    return index == 0 or blocks[index - 1].kind == "break"


def _first_part_end(blocks: Sequence[Block]) -> int:
    """Return the index of the first break or heading behind some text."""
    for index, block in enumerate(blocks):
        if block.kind == "break" and index > 0:
            return index
    return 0


def _resolve(
    marks: list[Mark], posted: datetime.date | None, blocks: Sequence[Block], result: Sections
) -> list[_Dated]:
    """Give each usable mark its date: written dates first, weekdays as one run, counts and "next day" after them."""
    first_part = _first_part_end(blocks)
    usable = [
        mark
        for mark in marks
        if mark.strength != "sentence" or mark.index < first_part or _follows_break(blocks, mark.index)
    ]
    usable = _without_far_dates(usable, posted)
    runs = _weekday_run(usable)
    anchor = _anchor(runs, posted)
    if anchor is None:
        return _counted(usable, posted, blocks, result)
    dated = []
    for mark, offset in runs:
        date = anchor + offset * DAY
        written = mark.date.near(posted) if mark.date else None
        if written and mark.weekday is not None and written.weekday() != mark.weekday:
            spoken = f"“{mark.words}” was a {written:%A}, the text says otherwise; the date was taken"
            result.remarks.append((blocks[mark.index].start, spoken))
        dated.append(_Dated(mark, written or date, _source(mark), _confidence(mark, posted, anchor)))
    return dated


def _source(mark: Mark) -> Source:
    if mark.is_next:
        return "sequence"
    if mark.weekday is not None and mark.date is None:
        return "weekday"
    return "heading" if mark.strength == "heading" else "text"


def _confidence(mark: Mark, posted: datetime.date | None, anchor: datetime.date) -> int:
    if mark.date:
        return 95
    base = {"heading": 90, "opening": 85, "sentence": 75}[mark.strength]
    # Posted on the weekday on which the trip began: as well a week after it.
    return base - 20 if posted == anchor else base


def _without_far_dates(marks: list[Mark], posted: datetime.date | None) -> list[Mark]:
    """Drop dates in prose that lie half a year from the posting date: history, not the trip's."""
    kept = []
    for mark in marks:
        date = mark.date.near(posted) if mark.date else None
        if mark.date and date is None:
            continue
        if date and posted and mark.strength != "heading" and abs((posted - date).days) > 180:
            continue
        kept.append(mark)
    return kept


def _weekday_run(marks: list[Mark]) -> list[tuple[Mark, int]]:
    """Return the marks that form one run forward in time, each with its distance in days from the first.

    Written dates fix distances among themselves; a weekday lies at most `_FARTHEST_JUMP` days after the mark before.
    """
    run: list[tuple[Mark, int]] = []
    weekday = offset = 0
    for mark in marks:
        if mark.count is not None and mark.weekday is None and mark.date is None:
            continue
        if mark.is_next:
            if run:
                weekday, offset = (weekday + 1) % 7, offset + 1
                run.append((mark, offset))
            continue
        number = mark.weekday
        if mark.date and (date := mark.date.near(datetime.date(mark.date.year or 2024, 12, 31))):
            number = date.weekday() if mark.date.year else number
        if number is None:
            run.append((mark, offset))
            continue
        step = (number - weekday) % 7 if run else 0
        if run and step > _FARTHEST_JUMP:
            continue
        weekday, offset = number, offset + step
        run.append((mark, offset))
    return run


def _anchor(run: list[tuple[Mark, int]], posted: datetime.date | None) -> datetime.date | None:
    """Return the date of the run's first mark.

    A written date fixes it. Otherwise it is the latest run of which more than half lies at or before the posting
    date (or that begins on it): posts are begun during the trip or shortly after, and finished under the old date.
    """
    for mark, offset in run:
        if mark.date and (date := mark.date.near(posted)):
            return date - offset * DAY
    first = next((mark.weekday for mark, _ in run if mark.weekday is not None), None)
    if first is None or posted is None:
        return None
    lead = next(offset for mark, offset in run if mark.weekday is not None)
    start = posted - ((posted.weekday() - first) % 7 + lead) * DAY
    while start != posted:
        distances = sorted({offset for _, offset in run})
        behind = sum(start + offset * DAY <= posted for offset in distances)
        if behind * 2 > len(distances):
            break
        start -= 7 * DAY
    return start


def _counted(
    marks: list[Mark], posted: datetime.date | None, blocks: Sequence[Block], result: Sections
) -> list[_Dated]:
    """Date headings that only count days ("Day 0") backwards from the posting date."""
    counted = [mark for mark in marks if mark.count is not None]
    numbers = [mark.count for mark in counted if mark.count is not None]
    if len(set(numbers)) < 2 or posted is None or numbers != sorted(numbers):
        return []
    where = blocks[counted[0].index].start
    result.remarks.append((where, f"the days are only counted (“{counted[0].words}”): dated back from {posted}, check"))
    return [
        _Dated(mark, posted - (numbers[-1] - number) * DAY, "heading", 40)
        for mark, number in zip(counted, numbers, strict=True)
    ]


def _boundaries(dated: list[_Dated], blocks: Sequence[Block]) -> list[_Dated]:
    """Keep the marks at which a new day begins."""
    starts: list[_Dated] = []
    for item in dated:
        if starts and item.date == starts[-1].date:
            continue
        if starts and item.date < starts[-1].date and item.mark.strength != "heading":
            continue
        starts.append(item)
    return starts


def _cut(text: str, blocks: Sequence[Block], starts: list[_Dated]) -> list[Section]:
    first_part = _first_part_end(blocks)
    edges: list[int] = []  # block indices at which sections begin
    for number, item in enumerate(starts):
        index = item.mark.index
        if number == 0 and item.mark.strength == "sentence" and index < first_part:
            index = 0  # the first part names its day inside its text
        elif item.mark.strength == "sentence":
            while index > 0 and blocks[index - 1].kind != "break":
                index -= 1
        edges.append(index)
    end = _closing(blocks, starts, edges)
    sections = []
    if edges[0] > 0 and (prologue := _section(text, blocks, 0, edges[0], "prologue")):
        sections.append(prologue)
    for number, item in enumerate(starts):
        stop = edges[number + 1] if number + 1 < len(edges) else end
        if section := _section(text, blocks, edges[number], stop, "day", allow_empty=True):
            sections.append(replace(section, date=item.date, source=item.source, confidence=item.confidence))
    if end < len(blocks) and (epilogue := _section(text, blocks, end, len(blocks), "epilogue")):
        sections.append(epilogue)
    return sections


def _section(
    text: str, blocks: Sequence[Block], first: int, stop: int, kind: Literal["prologue", "day", "epilogue"],
    allow_empty: bool = False,
) -> Section | None:  # fmt: skip
    """Make a section of blocks, without the breaks at its edges and with its leading heading as title."""
    parts = list(blocks[first:stop])
    while parts and parts[0].kind == "break":
        parts.pop(0)
    while parts and parts[-1].kind == "break":
        parts.pop()
    if not parts:
        return Section(len(text), len(text), kind) if allow_empty else None
    heading = parts[0] if parts[0].kind == "heading" and kind != "prologue" and _is_plain(parts[0].words) else None
    return Section(heading.end if heading else parts[0].start, parts[-1].end, kind, heading=heading)


def _is_plain(words: str) -> bool:
    """Whether a heading holds no more than words, so that it can be a title."""
    return len(words) <= 200 and not re.search(r"\]\(|\]\[|\{\{|<\w|`", words)


def _closing(blocks: Sequence[Block], starts: list[_Dated], edges: list[int]) -> int:
    """Return the index of the block with which the epilogue begins; len(blocks) where there is none."""
    last = edges[-1]
    if starts[-1].mark.strength == "heading":
        level = blocks[starts[-1].mark.index].level
        between = range(edges[0], last)
        others = [i for i in between if blocks[i].kind == "heading" and blocks[i].level == level and i not in edges]
        for index in range(last + 1, len(blocks)):
            block = blocks[index]
            if block.kind == "heading" and block.level <= level:
                if block.level < level or not others or _CLOSING.search(block.words):
                    return index
    breaks = [i for i in range(last + 1, len(blocks)) if blocks[i].kind == "break" and i + 1 < len(blocks)]
    if not breaks:
        return len(blocks)
    parted = sum(edge > 0 and blocks[edge - 1].kind == "break" for edge in edges)
    consistent = parted >= max(2, len(edges) - 1) and len(breaks) == 1
    closing = breaks[-1]
    following = next((block for block in blocks[closing + 1 :] if block.kind != "break"), None)
    if consistent or (following and _CLOSING.search(following.words[:200])):
        return closing
    return len(blocks)


def _single(text: str, dated: list[_Dated], posted: datetime.date | None, source: Source) -> Section:
    """Make the one section of a post whose days are not told, dated by its only mark or else by its posting."""
    strong = [item for item in dated if item.mark.strength != "sentence" or item.mark.index == 0]
    if strong and (strong[0].mark.date or strong[0].mark.weekday is not None):
        return Section(0, len(text), "day", strong[0].date, strong[0].source, min(strong[0].confidence, 60))
    if posted is not None:
        return Section(0, len(text), "day", posted, source, 50 if source == "front_matter" else 80)
    return Section(0, len(text), "prologue")


def _propose(marks: list[Mark], dated: list[_Dated], blocks: Sequence[Block], result: Sections) -> None:
    known = {item.mark.index for item in dated}
    for mark in marks:
        if mark.index not in known and mark.strength != "sentence":
            words = f"“{mark.words}” may begin a day; nothing else dates it, so the text was not parted there"
            result.remarks.append((blocks[mark.index].start, words))
