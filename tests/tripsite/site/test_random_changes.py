"""A build after any change gives, byte for byte, what a build from nothing gives."""

import datetime
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from people.models import Alias, Person
from posts.models import Day, Encounter, Event, Figure, FigurePerson, Log, Place, Talk, TalkSpeaker, Trip
from posts.public.share_cards.tasks import make_card
from tests.factories import (
    make_day,
    make_encounter,
    make_person,
    make_trip,
)

from .folders import built, differing, small_log

pytestmark = pytest.mark.django_db


def _saved(thing, **values) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()


def _public(person: Person) -> None:
    _saved(person, visibility="public")


def _first(model):
    return model.objects.order_by("pk").first()


CHANGES: dict[str, Callable[[], object]] = {
    "caption": lambda: _saved(_first(Figure), caption="Another caption"),
    "text": lambda: _saved(_first(Day), body="Quite another text, with [Ben](person:ben) and [Nobody](person:nobody)."),
    "title of a trip": lambda: _saved(_first(Trip), title="Renamed"),
    "slug of a trip": lambda: _saved(_first(Trip), slug="moved"),
    "slug of a person": lambda: _saved(Person.objects.get(name="Ada"), slug="countess"),
    "hidden person": lambda: _saved(Person.objects.get(name="Ada"), visibility="hidden"),
    "person by name": lambda: _saved(Person.objects.get(name="Ben"), visibility="name"),
    "public person": lambda: list(map(_public, Person.objects.all())),
    "alias": lambda: Alias.objects.create(person=Person.objects.get(name="Ben"), name="Benno"),
    "withdrawn trip": lambda: _saved(Trip.objects.order_by("pk").last(), status="withdrawn"),
    "published trip": lambda: _saved(Trip.objects.order_by("pk").last(), status="published"),
    "draft day": lambda: _saved(_first(Day), status="draft"),
    "published day": lambda: _saved(_first(Day), status="published"),
    "another trip": lambda: make_day(make_trip(starts_on=datetime.date(2019, 1, 1)), body="To [the hall](place:hall)."),
    "trip gone": lambda: Trip.objects.order_by("-pk").first().delete(),
    "talk gone": lambda: Talk.objects.order_by("pk").last().delete(),
    "talk moved": lambda: _saved(_first(Talk), day=Day.objects.order_by("pk").last()),
    "speaker": lambda: TalkSpeaker.objects.get_or_create(talk=_first(Talk), person=Person.objects.get(name="Ben")),
    "encounter": lambda: make_encounter(_first(Day), make_person()),
    "encounters gone": lambda: [each.delete() for each in Encounter.objects.all()],
    "tag": lambda: _first(Trip).tags.add("New tag"),
    "tag gone": lambda: _first(Trip).tags.set([]),
    "category": lambda: _first(Trip).categories.add("Travel"),
    "event": lambda: _saved(_first(Event), name="Renamed event"),
    "private place": lambda: _saved(_first(Place), is_public=False),
    "public place": lambda: _saved(_first(Place), is_public=True, city="Turku"),
    "nobody in the picture": lambda: [each.delete() for each in FigurePerson.objects.all()],
    "somebody in the picture": lambda: FigurePerson.objects.get_or_create(
        figure=_first(Figure), person=Person.objects.get(name="Ada")
    ),
    "cover": lambda: _saved(_first(Trip), cover=_first(Figure)),
    "card": lambda: make_card.func(_first(Trip).pk),
    "title of the log": lambda: _saved(Log.current(), title="Another log"),
    "date": lambda: _saved(_first(Day), date=datetime.date(2021, 5, 2)),
    "somebody new": lambda: make_person("Nobody"),
}


def hold_to_full(tmp_path: Path, names: list[str]) -> None:
    """Make changes one after the other, and compare after each with a folder that was built from nothing."""
    small_log()
    built(tmp_path / "site")
    for step, name in enumerate(names):
        CHANGES[name]()
        built(tmp_path / "site")
        built(tmp_path / f"again-{step}")
        assert differing(tmp_path / "site", tmp_path / f"again-{step}") == [], f"{step}: {name}, after {names[:step]}"


@pytest.mark.parametrize("seed", range(4))
def test_each_change_gives_what_a_full_build_gives(tmp_path: Path, seed: int):
    names = sorted(CHANGES)
    random.Random(seed).shuffle(names)  # noqa: S311 - a test's
    hold_to_full(tmp_path, names)
