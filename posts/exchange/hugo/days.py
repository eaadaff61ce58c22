"""Finds the sections of a post and their dates.

A thematic break is only a hint: a text is parted where signs of a date (see `marks`) on both sides say so,
otherwise the break stays in the text. Every section keeps how its date was found and how sure that is.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .blocks import Block
from .marks import Mark, find_mark
from .sections import Dated, Section, Source, cut, first_part_end

DAY = datetime.timedelta(days=1)
# In prose a jump of more days forward is likelier a word about an earlier day.
_FARTHEST_JUMP = 5
# Dates in prose that lie farther from the posting date are history, not the trip's.
_FARTHEST_DATE = 180


@dataclass
class Sections:
    """The sections of a post, and remarks: a position in its text, and what to look at there."""

    sections: list[Section]
    remarks: list[tuple[int, str]] = field(default_factory=list)


def find_sections(
    text: str,
    blocks: Sequence[Block],
    posted: datetime.date | None,
    source: Source = "front_matter",
    starts: datetime.date | None = None,
) -> Sections:
    """Part a post. `posted` is the date of its front matter or file name (`source` says which), None without one;
    `starts` the trip's first day where the front matter tells it."""
    result = Sections([])
    marks = _chosen(blocks, [mark for index, block in enumerate(blocks) if (mark := find_mark(index, block))])
    usable = [mark for mark in marks if _is_usable(mark, blocks, posted)]
    dated = _by_written_dates(usable, posted) or _by_weekdays(usable, posted, starts)
    dated = dated or _by_counting(usable, posted, starts, blocks, result)
    days = _beginnings(dated, blocks)
    _remark_contradictions(dated, blocks, result)
    if len({item.date for item in days}) < 2:
        result.sections = [_single(text, dated, posted, source)]
        _propose(marks, dated, blocks, result)
    else:
        result.sections = cut(text, blocks, days)
    return result


def _chosen(blocks: Sequence[Block], marks: list[Mark]) -> list[Mark]:
    """Keep the marks that may part days: headings of one level where they do, otherwise all of them."""
    headings = [mark for mark in marks if mark.strength == "heading"]
    levels = [blocks[mark.index].level for mark in headings]
    # The commonest level is that of the days; deeper ones name talks or parts of a day.
    level = max(set(levels), key=lambda value: (levels.count(value), -value), default=0)
    if levels.count(level) < 2:
        return marks
    return [_told_below(mark, blocks) for mark in headings if blocks[mark.index].level == level]


def _told_below(mark: Mark, blocks: Sequence[Block]) -> Mark:
    """Let a heading that only counts ("Day 2") take its date from the sentence below it."""
    if mark.count is None or mark.index + 1 >= len(blocks):
        return mark
    below = find_mark(mark.index + 1, blocks[mark.index + 1])
    if below is None or below.strength == "heading" or below.is_next:
        return mark
    return replace(mark, weekday=below.weekday, date=below.date, words=below.words)


def _is_usable(mark: Mark, blocks: Sequence[Block], posted: datetime.date | None) -> bool:
    """Whether a mark may date its section.

    A weekday in the midst of a sentence counts only at the beginning of a part, or within the first part.
    """
    if mark.date is not None:
        date = mark.date.near(posted)
        if date is None:
            return False
        if mark.strength != "heading" and posted and abs((posted - date).days) > _FARTHEST_DATE:
            return False
    begins = mark.index == 0 or blocks[mark.index - 1].kind == "break"
    return mark.strength != "sentence" or begins or mark.index < first_part_end(blocks)


def _by_written_dates(marks: Sequence[Mark], posted: datetime.date | None) -> list[Dated]:
    """Date all marks by those that are written out: weekdays after them forwards, weekdays before them backwards."""
    fixed = [mark.date.near(posted) if mark.date else None for mark in marks]
    first = next((index for index, date in enumerate(fixed) if date), None)
    if first is None:
        return []
    dated: list[Dated] = []
    current = fixed[first]
    for mark, date in zip(marks[first:], fixed[first:], strict=True):
        if current is None or (date := date or _onwards(mark, current)) is None:
            continue
        dated.append(Dated(mark, date, _source(mark), _confidence(mark)))
        current = date
    current = fixed[first]
    for mark in reversed(marks[:first]):
        if current is not None and mark.weekday is not None:
            back = (current.weekday() - mark.weekday) % 7
            if back <= _FARTHEST_JUMP or mark.strength == "heading":
                current -= back * DAY
                dated.insert(0, Dated(mark, current, _source(mark), _confidence(mark)))
    return dated


def _onwards(mark: Mark, current: datetime.date) -> datetime.date | None:
    """Return the date of a mark that follows one of the date `current`; None where it speaks of another time."""
    if mark.is_next:
        return current + DAY
    if mark.weekday is None:
        return None
    step = (mark.weekday - current.weekday()) % 7
    return current + step * DAY if step <= _FARTHEST_JUMP or mark.strength == "heading" else None


def _by_weekdays(marks: Sequence[Mark], posted: datetime.date | None, starts: datetime.date | None) -> list[Dated]:
    """Date marks as one run of weekdays forward in time."""
    first = next((index for index, mark in enumerate(marks) if mark.weekday is not None), None)
    if first is None or (posted is None and starts is None):
        return []
    # Any Monday will do to measure distances.
    monday = datetime.date(2024, 1, 1)
    current = monday + (marks[first].weekday or 0) * DAY
    run = [(marks[first], current)]
    for mark in marks[first + 1 :]:
        if (date := _onwards(mark, current)) is not None:
            current = date
            run.append((mark, date))
    distances = sorted({(date - run[0][1]).days for _, date in run})
    begin = _begin_of_run(run[0][1].weekday(), distances, posted, starts)
    is_ambiguous = starts is None and begin == posted and len(distances) > 1
    return [
        Dated(mark, begin + (date - run[0][1]), _source(mark), _confidence(mark) - 20 * is_ambiguous)
        for mark, date in run
    ]


def _begin_of_run(
    weekday: int, distances: Sequence[int], posted: datetime.date | None, starts: datetime.date | None
) -> datetime.date:
    """Return the date of a run's first day.

    Without the front matter's word for it, that is the latest run of which more than half lies at or before the
    posting date (or that begins on it): posts are begun during the trip or shortly after, and keep that date.
    """
    if starts is not None:
        return starts + (weekday - starts.weekday()) % 7 * DAY
    if posted is None:
        raise ValueError("a run of weekdays needs a date to lean on")
    begin = posted - (posted.weekday() - weekday) % 7 * DAY
    behind = sum(begin + distance * DAY <= posted for distance in distances)
    return begin if begin == posted or behind * 2 > len(distances) else begin - 7 * DAY


def _by_counting(
    marks: Sequence[Mark],
    posted: datetime.date | None,
    starts: datetime.date | None,
    blocks: Sequence[Block],
    result: Sections,
) -> list[Dated]:
    """Date headings that only count days ("Day 0"): from the first day on, or backwards from the posting date."""
    counted = [(mark, mark.count) for mark in marks if mark.count is not None and mark.strength == "heading"]
    numbers = [number for _, number in counted]
    if len(set(numbers)) < 2 or numbers != sorted(numbers):
        return []
    if starts is None and posted is None:
        return []
    first = starts or (posted or datetime.date.max) - (numbers[-1] - numbers[0]) * DAY
    if starts is None:
        words = f"the days are only counted (“{counted[0][0].words}”); they were dated back from {posted}, check them"
        result.remarks.append((blocks[counted[0][0].index].start, words))
    confidence = 40 if starts is None else 80
    return [Dated(mark, first + (number - numbers[0]) * DAY, "heading", confidence) for mark, number in counted]


def _source(mark: Mark) -> Source:
    if mark.is_next:
        return "sequence"
    if mark.weekday is not None and mark.date is None:
        return "weekday"
    return "heading" if mark.strength == "heading" else "text"


def _confidence(mark: Mark) -> int:
    return 95 if mark.date else {"heading": 90, "opening": 85, "sentence": 75}[mark.strength]


def _beginnings(dated: Sequence[Dated], blocks: Sequence[Block]) -> list[Dated]:
    """Keep the marks at which a new day begins."""
    days: list[Dated] = []
    for item in dated:
        if days and item.date == days[-1].date:
            # A teaser that only names the day on which the story begins behind it is no day itself.
            only_teaser = len(days) == 1 and days[0].mark.strength == "sentence"
            if only_teaser and item.mark.index > 0 and blocks[item.mark.index - 1].kind == "break":
                days[0] = item
            continue
        if days and item.date < days[-1].date and item.mark.strength != "heading":
            continue
        days.append(item)
    return days


def _remark_contradictions(dated: Sequence[Dated], blocks: Sequence[Block], result: Sections) -> None:
    for item in dated:
        if item.mark.date and item.mark.weekday is not None and item.date.weekday() != item.mark.weekday:
            words = f"“{item.mark.words}” was a {item.date:%A}, the text says otherwise; the date was taken"
            result.remarks.append((blocks[item.mark.index].start, words))


def _single(text: str, dated: Sequence[Dated], posted: datetime.date | None, source: Source) -> Section:
    """Make the one section of a post whose days are not told, dated by its only mark or else by its posting."""
    strong = next((item for item in dated if item.mark.strength != "sentence" or item.mark.index == 0), None)
    if strong is not None and (strong.mark.date or strong.mark.weekday is not None):
        return Section(0, len(text), "day", strong.date, strong.source, min(strong.confidence, 60))
    if posted is not None:
        return Section(0, len(text), "day", posted, source, 50 if source == "front_matter" else 80)
    return Section(0, len(text), "prologue")


def _propose(marks: Sequence[Mark], dated: Sequence[Dated], blocks: Sequence[Block], result: Sections) -> None:
    known = {item.mark.index for item in dated}
    for mark in marks:
        if mark.index not in known and mark.strength != "sentence":
            words = f"“{mark.words}” may begin a day; nothing else dates it, so the text was not parted there"
            result.remarks.append((blocks[mark.index].start, words))
