"""Dates as people write them: in front matter, in file names, in headings and in prose, in seven languages."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
)
_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
)
WEEKDAYS = {word: number for row in _WEEKDAYS for number, word in enumerate(row.split())} | {"sonnabend": 5}
SHORT_WEEKDAYS = {
    word: number
    for row in ("mon tue wed thu fri sat sun", "mo di mi do fr sa so", "_ tues _ thurs _ _ _", "_ _ _ thur _ _ _")
    for number, word in enumerate(row.split())
    if word != "_"
}
MONTHS = {word: number for row in _MONTHS for number, word in enumerate(row.split(), 1)} | {"sept": 9}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?"
_MONTH_NAME = rf"(?P<{{0}}>{_either(MONTHS)})\b\.?"
_YEAR = r"(?:,?\s+(?:de\s+)?(?P<{0}>(?:19|20)\d\d)\b)?"
_FORMS = (
    r"(?<![\d/-])(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?![\d])",
    r"(?<![\d.])(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>(?:19|20)\d\d)?(?!\d)",
    rf"\b{_MONTH_NAME.format('n3')}\s+(?:the\s+)?{_DAY.format('d3')}(?![\d:])\b{_YEAR.format('y3')}",
    rf"(?<![\d:.]){_DAY.format('d4')}(?:\s+(?:of|de|di)\s+|\s+){_MONTH_NAME.format('n4')}{_YEAR.format('y4')}",
    r"(?:(?P<y5>(?:19|20)\d\d)年)?(?P<m5>\d{1,2})月(?P<d5>\d{1,2})日",
)
WRITTEN_DATE = re.compile("|".join(_FORMS), re.IGNORECASE)
_LATIN_WEEKDAYS = {word: number for word, number in WEEKDAYS.items() if not word.endswith("曜")}
WEEKDAY_WORD = re.compile(rf"\b(?:{_either(_LATIN_WEEKDAYS)})\b|[月火水木金土日]曜日?", re.IGNORECASE)
SHORT_WEEKDAY = re.compile(rf"\b({_either(SHORT_WEEKDAYS)})\b\.?", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenDate:
    """A date as found in a text; without a year where none is written."""

    month: int
    day: int
    year: int | None
    start: int
    end: int

    def near(self, posted: datetime.date | None) -> datetime.date | None:
        """Return the date, its year taken from the posting date where it is missing; None for no such day."""
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if posted is None:
            return None
        # Posts are written during or after: a date that lies further ahead than a fortnight was last year's.
        for year in (posted.year + 1, posted.year, posted.year - 1):
            found = _date(year, self.month, self.day)
            if found and found <= posted + datetime.timedelta(days=14):
                return found
        return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def find_written(text: str) -> WrittenDate | None:
    """Return the first date written out in a short text."""
    for found in WRITTEN_DATE.finditer(text):
        parts = {key[0]: value for key, value in found.groupdict().items() if value is not None}
        month = MONTHS[parts["n"].lower()] if "n" in parts else int(parts["m"])
        day, year = int(parts["d"]), int(parts["y"]) if "y" in parts else None
        if 1 <= month <= 12 and _date(year or 2024, month, day):
            return WrittenDate(month, day, year, found.start(), found.end())
    return None


def weekday_of(word: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    lowered = word.lower().rstrip(".")
    return WEEKDAYS[lowered] if lowered in WEEKDAYS else WEEKDAYS.get(lowered.rstrip("日"), -1)


# A date, then what may follow it in the wild: T or a space or a colon, a time with fractions, a zone in any spelling.
_STAMP = re.compile(
    r"\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T\s:]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,5})?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stamp:
    """A point of time from front matter: the local date as written, and the instant (UTC where no zone is given)."""

    date: datetime.date
    instant: datetime.datetime


def parse_stamp(value: Any) -> Stamp | None:
    """Read a date of any shape met in front matter; None where it is no date."""
    if isinstance(value, datetime.datetime):
        return Stamp(value.date(), value if value.tzinfo else value.replace(tzinfo=datetime.UTC))
    if isinstance(value, datetime.date):
        return Stamp(value, datetime.datetime.combine(value, datetime.time(), datetime.UTC))
    if not isinstance(value, str):
        return None
    found = _STAMP.fullmatch(value)
    if found is None:
        written = find_written(value) if len(value) < 60 else None
        date = written.near(None) if written else None
        return Stamp(date, datetime.datetime.combine(date, datetime.time(), datetime.UTC)) if date else None
    date = _date(int(found["year"]), int(found["month"]), int(found["day"]))
    if date is None:
        return None
    try:
        time = datetime.time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None
    return Stamp(date, datetime.datetime.combine(date, time, _zone(found["zone"] or "")))


def _zone(text: str) -> datetime.timezone:
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})?", text)
    if found is None:
        return datetime.UTC
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes >= 24 * 60:
        return datetime.UTC
    return datetime.timezone(datetime.timedelta(minutes=-minutes if found[1] == "-" else minutes))


FILE_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})-(?P<day>\d{2})(?:[-_ ]|$)")


def date_in_name(name: str) -> datetime.date | None:
    """Return the date with which the name of a file or folder begins: 2020-01-02-name."""
    found = FILE_DATE.match(name)
    return _date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
