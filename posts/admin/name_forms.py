"""What the page of names asks, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from people.models import Person
from posts.keys import key_in
from posts.models import Day, Trip
from posts.names.groups import Group, groups_of
from posts.names.knowing import Names
from posts.names.linking import Action, Decision, Spot
from posts.names.offers import Kind
from posts.names.texts import texts_of

SOMEBODY_ELSE = "else"
CORRECT_AND_LINK = "correct-link"
# What one page asks at most: a browser sends as many answers as Django takes.
MOST_PLACES = 400


@dataclass(frozen=True)
class Question:
    """One group of offers and the answers to choose from: pairs of a value and its words. `prefix` names its fields."""

    prefix: str
    trip: Trip
    group: Group
    answers: list[tuple[str, str]]

    @property
    def about(self) -> str:
        return f"{self.trip.pk}:{self.group.words}"

    @property
    def proposed(self) -> str:
        """The answer that is right where one person only can be meant."""
        only_one = self.group.kind is Kind.MATCH and len(self.group.candidates) == 1
        return self.answers[0][0] if only_one else ""


def questions(trip: Trip, day: Day | None, names: Names, start: int = 0) -> list[Question]:
    """Return what a trip, or one of its days, asks; `start` is how many questions the page has before."""
    asked: list[Question] = []
    places = 0
    for group in groups_of(trip, texts_of(trip, day), names):
        places += len(group.places)
        if places > MOST_PLACES and asked:
            break
        asked.append(Question(f"q{start + len(asked)}", trip, group, list(_answers(group))))
    return asked


def _answers(group: Group) -> Iterable[tuple[str, str]]:
    if group.kind is Kind.SLIP:
        for person in group.candidates:
            yield f"{CORRECT_AND_LINK}:{person.slug}", f"correct to “{group.correction}” and link {person.name}"
        yield f"{Action.CORRECT}", f"correct to “{group.correction}”, without a link"
    else:
        for person in group.candidates:
            yield f"{Action.LINK}:{person.slug}", f"link {person.name}"
    if group.kind is Kind.UNKNOWN:
        yield f"{Action.NEW}", "make a person of the name given"
    yield SOMEBODY_ELSE, "link the person of the name given"
    if group.kind is Kind.MATCH:
        yield f"{Action.NEW}", "make a person of the name given"
    yield f"{Action.HERE}", "no name on this trip"
    yield f"{Action.EVER}", "never a name, anywhere"


def digests(data: QueryDict) -> dict[str, str]:
    """Return what each text was like when the page was made, by the text's key."""
    return {key: digest for key, _, digest in (each.partition(":") for each in data.getlist("text"))}


def decisions(data: QueryDict) -> tuple[list[Decision], list[str]]:
    """Return what was decided, and what could not be understood of it, in words for the writer."""
    wanted: list[Decision] = []
    mistakes: list[str] = []
    for prefix in data.getlist("question"):
        answer, _, slug = data.get(f"{prefix}-answer", "").partition(":")
        trip, _, words = data.get(f"{prefix}-about", "").partition(":")
        if not answer or not words or not key_in(trip):
            continue
        name = " ".join(data.get(f"{prefix}-name", "").split())
        person, mistake = _person(answer, slug, name, words)
        if mistake:
            mistakes.append(mistake)
            continue
        label = data.get(f"{prefix}-correction", "") if answer in (CORRECT_AND_LINK, Action.CORRECT) else ""
        wanted.append(
            Decision(_action(answer), key_in(trip), words, _spots(data, prefix), person, name or words, label)
        )
    return wanted, mistakes


def _action(answer: str) -> Action:
    if answer == CORRECT_AND_LINK:
        return Action.CORRECT
    return Action.LINK if answer == SOMEBODY_ELSE else Action(answer)


def _spots(data: QueryDict, prefix: str) -> list[Spot]:
    spots = []
    for value in data.getlist(f"{prefix}-place"):
        key, *numbers = value.split(":")
        if len(numbers) == 2 and all(number.isdecimal() and len(number) < 10 for number in numbers):
            spots.append(Spot(key, int(numbers[0]), int(numbers[1])))
    return spots


def _person(answer: str, slug: str, name: str, words: str) -> tuple[Person | None, str]:
    """Return whom an answer means, or what is wrong with it."""
    if answer in (Action.LINK, CORRECT_AND_LINK):
        person = Person.objects.filter(slug=slug).first()
        return person, "" if person else f"“{words}”: there is nobody of the slug “{slug}” any more; choose again."
    if answer == SOMEBODY_ELSE:
        found = list(Person.objects.filter(slug=name) or Person.objects.filter(name__iexact=name)[:2])
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"“{words}”: several people are called {name}; write the slug of the one you mean."
        return None, f"“{words}”: nobody in the log is called “{name}”; write a full name, or make a person of it."
    known = (Action.NEW, Action.CORRECT, Action.HERE, Action.EVER)
    return None, "" if answer in known else f"“{words}”: “{answer}” is no answer; choose again."
