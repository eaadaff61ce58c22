"""Who a day's texts and talks say was there: proposals for its cast, each with the words that speak for it.

Somebody who is merely named is proposed as mentioned, never as met.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from people.models import Person

from .models import Day, Encounter, Figure, Talk
from .prose.markdown import to_html
from .prose.references import Element, replace, text_of
from .prose.targets import people_by_slug
from .roles import propose

# Characters of nobody's text, put around a slug and a name to find them again among the words.
_SLUG, _NAME, _END = "\ue000", "\ue001", "\ue002"
_MARKS = str.maketrans("", "", _SLUG + _NAME + _END)
_MARKED = re.compile(f"{_SLUG}([^{_NAME}]*){_NAME}([^{_END}]*){_END}")
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|table|tr|td|th|figure|figcaption|div|pre|hr)\b[^>]*>")
_REACH = 200
# The closest part wins; a talk is told on its own, so having met its speaker says more than having heard them.
_CLOSENESS = ("mentioned", "seen", "speaker", "met", "travelled_with")


@dataclass(frozen=True)
class Proposal:
    """Somebody not in the cast yet. `words` speak for the role; they are empty for a mere mention."""

    person: Person
    role: str
    words: str

    @property
    def role_name(self) -> str:
        return str(Encounter.Role(self.role).label)


@dataclass(frozen=True)
class Heard:
    """A talk as it stands on the day's page, saved or not: its title and its speakers' keys, if it was heard."""

    title: str
    speakers: list[int]


def for_day(day: Day) -> list[Proposal]:
    """Propose from what is saved of a day."""
    heard = day.talks.filter(attendance=Talk.Attendance.HEARD, is_cancelled=False).prefetch_related("talk_speakers")
    talks = [Heard(talk.title, [speaker.person_id for speaker in talk.talk_speakers.all()]) for talk in heard]
    return propose_cast(day, day.body, talks, set(day.encounters.values_list("person_id", flat=True)))


def propose_cast(day: Day, body: str, talks: Iterable[Heard], cast: Collection[int]) -> list[Proposal]:
    """Propose people for a day from its text as it is being written, its captions, pictures and talks.

    `cast` are the keys of those who are in it already. In order of appearance.
    """
    figures = list(day.figures.prefetch_related("figure_people"))
    named = [*_named_in(body), *(name for figure in figures for name in _named_in(figure.caption))]
    by_slug = people_by_slug({slug for slug, _, _ in named})
    found: dict[int, tuple[str, str]] = {}
    for slug, before, after in named:
        if person := by_slug.get(slug):
            role, words = propose(before, after)
            _note(found, person.pk, role, f"“{words}”" if words else "")
    for talk in talks:
        for key in talk.speakers:
            _note(found, key, "speaker", f"speaker of “{talk.title}”" if talk.title else "speaker of a talk")
    for key, picture in _pictured(figures):
        _note(found, key, "seen", f"in the picture “{picture}”")
    people = {person.pk: person for person in by_slug.values()}
    people |= Person.objects.in_bulk(found.keys() - people.keys())
    return [Proposal(people[key], *part) for key, part in found.items() if key in people and key not in cast]


def _note(found: dict[int, tuple[str, str]], key: int, role: str, words: str) -> None:
    known = found.get(key)
    if known is None or _CLOSENESS.index(role) > _CLOSENESS.index(known[0]):
        found[key] = (role, words)


def _pictured(figures: Iterable[Figure]) -> Iterator[tuple[int, str]]:
    for figure in figures:
        yield from ((shown.person_id, str(figure)) for shown in figure.figure_people.all())


def _named_in(source: str) -> Iterator[tuple[str, str, str]]:
    """Find references to people in a Markdown text: the slug, and the words before and after in its paragraph."""
    if "person:" not in source:
        return
    marked = replace(to_html(source.translate(_MARKS)), _mark)
    for block in _BLOCK.split(marked):
        words = text_of(block) if _SLUG in block else ""
        for match in _MARKED.finditer(words):
            before, after = words[: match.start()], words[match.end() :]
            yield match[1], _MARKED.sub(r"\2", before)[-_REACH:], _MARKED.sub(r"\2", after)[:_REACH]


def _mark(element: Element, before: str) -> str:
    inner = replace(element.inner or "", _mark)
    if element.inner is not None and element.target and element.target[0] == "person":
        return f"{_SLUG}{html.escape(element.target[1])}{_NAME}{inner}{_END}"
    return inner
