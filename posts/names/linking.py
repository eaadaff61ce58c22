"""Carrying out what was decided about names: links and corrections at exact places, people made, words ignored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from people.models import IgnoredName, Person
from posts.by_name import find_or_make
from posts.keys import key_in
from posts.models import IgnoredInTrip
from posts.prose.references import find

from .texts import MODELS, Source, Text, text_of
from .tokens import without_breaks


class Action(StrEnum):
    LINK = "link"
    CORRECT = "correct"
    NEW = "new"
    HERE = "here"
    EVER = "ever"


@dataclass(frozen=True)
class Spot:
    """A place in a text, by the text's key."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Decision:
    """What to do with some words of a trip. `person` is whom they name, `label` what they shall read instead."""

    action: Action
    trip: int
    words: str
    spots: Sequence[Spot] = ()
    person: Person | None = None
    name: str = ""
    label: str = ""


@dataclass
class Outcome:
    """`left` says, for each text that was not changed, why."""

    links: int = 0
    corrections: int = 0
    ignored: list[str] = field(default_factory=list)
    made: list[Person] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changed: list[Source] = field(default_factory=list)


@dataclass(frozen=True)
class _Edit:
    spot: Spot
    words: str
    label: str
    slug: str

    @property
    def replacement(self) -> str:
        return f"[{self.label}](person:{self.slug})" if self.slug else self.label


def carry_out(decisions: Iterable[Decision], digests: Mapping[str, str]) -> Outcome:
    """Do what was decided, in the caller's transaction.

    `digests` says of each text what it was like when the offers were made; one that has changed since is left alone.
    """
    outcome = Outcome()
    decisions = list(decisions)
    texts = {key: _current(key) for key in sorted({spot.key for each in decisions for spot in each.spots})}
    fresh = {key for key, text in texts.items() if text is not None and text.digest == digests.get(key)}
    edits: dict[str, list[_Edit]] = defaultdict(list)
    for decision in decisions:
        if decision.action is Action.EVER:
            IgnoredName.objects.get_or_create(name=decision.words[:200])
            outcome.ignored.append(decision.words)
        elif decision.action is Action.HERE:
            IgnoredInTrip.objects.get_or_create(trip_id=decision.trip, name=decision.words[:200])
            outcome.ignored.append(decision.words)
        elif decision.spots:
            is_possible = any(spot.key in fresh for spot in decision.spots)
            slug = _slug(decision, outcome) if is_possible else ""
            for spot in decision.spots:
                edits[spot.key].append(_Edit(spot, decision.words, decision.label or decision.words, slug))
    for key, of_text in sorted(edits.items()):
        text = texts[key]
        if text is not None and key in fresh:
            _rewrite(text, of_text, outcome)
        else:
            what = str(text.subject) if text else "A text that is gone"
            outcome.left.append(f"{what}: the text has changed meanwhile, so nothing was changed in it; look again")
    return outcome


def _slug(decision: Decision, outcome: Outcome) -> str:
    person = decision.person
    if decision.action is Action.NEW:
        before = set(Person.objects.filter(name__iexact=decision.name).values_list("pk", flat=True))
        person = find_or_make(Person, decision.name)
        if person.pk not in before:
            outcome.made.append(person)
    return person.slug if person else ""


def _rewrite(text: Text, edits: list[_Edit], outcome: Outcome) -> None:
    good = [edit for edit in edits if _still_there(text.source, edit)]
    source = _applied(text.source, good)
    if not _all_count(text.source, source, good):
        good = [edit for edit in good if _all_count(text.source, _applied(text.source, [edit]), [edit])]
        source = _applied(text.source, good)
    if len(good) < len(edits):
        words = ", ".join(f"“{edit.words}”" for edit in edits if edit not in good)
        outcome.left.append(f"{text.subject}: a link would not be one where {words} stands; change it in the text")
    if good:
        setattr(text.subject, text.field, source)
        text.subject.save()
        outcome.changed.append(text.subject)
        outcome.links += sum(bool(edit.slug) for edit in good)
        outcome.corrections += sum(edit.label != edit.words for edit in good)


def _current(key: str) -> Text | None:
    """Return a text as it is now, locked until the transaction ends."""
    kind, _, pk = key.partition("-")
    if kind not in MODELS:
        return None
    subject = MODELS[kind].objects.select_for_update().filter(pk=key_in(pk)).first()
    return next(text_of([subject]), None) if subject else None


def _still_there(source: str, edit: _Edit) -> bool:
    return without_breaks(source[edit.spot.start : edit.spot.end]) == edit.words


def _applied(source: str, edits: Iterable[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.spot.start, reverse=True):
        source = source[: edit.spot.start] + edit.replacement + source[edit.spot.end :]
    return source


def _all_count(before: str, after: str, edits: Iterable[_Edit]) -> bool:
    """Whether each link is one for the renderer: none stands in code, or in another link."""
    wanted = _people(before) + Counter(edit.slug for edit in edits if edit.slug)
    return _people(after) == wanted


def _people(source: str) -> Counter[str]:
    return Counter(reference.slug for reference in find(source) if reference.kind == "person")
