"""The index is at any time what making it anew would give."""

import datetime
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from people.models import Alias, FormerSlug, Person, Visibility
from posts.models import (
    Category,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    Place,
    SearchEntry,
    Tag,
    TaggedTrip,
    Talk,
    TalkSpeaker,
    Trip,
)
from posts.revision import one_change
from posts.search.index import rebuild
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)

from .entries import everything, text_of

pytestmark = pytest.mark.django_db


def build_log():
    """A log in which everything takes words from everything it can."""
    ada, bo = make_person("Ada", slug="ada", about="Knows [Bo](person:bo)."), make_person("Bo", slug="bo")
    FormerSlug.objects.create(person=ada, slug="ada-before")
    trip = make_trip(slug="trip", summary="With [Ada](person:ada).", location="Oslo")
    trip.tags.add("Travel")
    trip.categories.add("Conferences")
    series = make_series(name="Series")
    dates = {"starts_on": trip.starts_on, "ends_on": trip.ends_on}
    event = make_event(trip, name="Event", series=series, about="Run by [Ada](person:ada).", **dates)
    day = make_day(trip, title="Day", body="[Ada](person:ada-before) and [Cy](person:cy) ![](figure:stage)")
    make_day(trip, kind="epilogue", title="Epilogue")
    talk = make_talk(day, (ada,), title="Talk", event=event, notes="[Ada](person:ada) said", abstract="*Stage* 1")
    make_talk(trip.days.last(), title="Late talk", event=event)
    make_encounter(day, bo)
    stage = make_figure(trip, name="stage", day=day, photo=None, title="Stage", caption="[Ada](person:ada)", alt="Lamp")
    FigurePerson.objects.create(figure=stage, person=bo)
    make_figure(trip, name="loose", photo=None, title="Loose", caption="[Bo](person:bo)")
    make_place("Place", slug="place", about="[Ada](person:ada) likes it", city="Oslo")
    return talk


def save(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()


def day_of(title):
    return Trip.objects.get(slug="trip").days.get(title=title)


def clear(members):
    members.clear()


def delete(things):
    things.delete()


CHANGES: dict[str, Callable[[], object]] = {
    "trip renamed": lambda: save(Trip.objects.get(slug="trip"), title="New", summary="[Bo](person:bo)"),
    "trip dates": lambda: save(Trip.objects.get(slug="trip"), ends_on=datetime.date(2025, 1, 1)),
    "trip deleted": lambda: delete(Trip.objects.get(slug="trip")),
    "trips deleted": lambda: delete(Trip.objects.all()),
    "day text": lambda: save(day_of("Day"), body="New words of [Bo](person:bo)"),
    "day date": lambda: save(day_of("Day"), date=datetime.date(2024, 3, 15)),
    "day made an epilogue": lambda: save(day_of("Day"), kind="epilogue", date=None),
    "day deleted": lambda: delete(day_of("Day")),
    "epilogue deleted": lambda: delete(day_of("Epilogue")),
    "day takes a loose figure": lambda: save(day_of("Epilogue"), body="![](figure:loose)"),
    "talk": lambda: save(Talk.objects.get(title="Talk"), notes="[Bo](person:bo)", track="Track", room="Room"),
    "talk moved": lambda: save(Talk.objects.get(title="Talk"), day=day_of("Epilogue"), event=None),
    "talk deleted": lambda: delete(Talk.objects.get(title="Talk")),
    "speaker added": lambda: Talk.objects.get(title="Talk").speakers.add(Person.objects.get(name="Bo")),
    "speaker removed": lambda: clear(Talk.objects.get(title="Talk").speakers),
    "speaker row deleted": lambda: delete(TalkSpeaker.objects.get()),
    "speaker gets a talk": lambda: Person.objects.get(name="Bo").talks.add(Talk.objects.get(title="Talk")),
    "speaker gives up talks": lambda: clear(Person.objects.get(name="Ada").talks),
    "event renamed": lambda: save(Event.objects.get(), name="New", about="[Bo](person:bo)"),
    "event deleted": lambda: delete(Event.objects.get()),
    "event visited": lambda: make_event().trips.add(Trip.objects.get(slug="trip")),
    "event not visited": lambda: clear(Event.objects.get().trips),
    "trip without events": lambda: clear(Trip.objects.get(slug="trip").events),
    "series renamed": lambda: save(EventSeries.objects.get(), name="New"),
    "series deleted": lambda: delete(EventSeries.objects.get()),
    "tag added": lambda: Trip.objects.get(slug="trip").tags.add("New"),
    "tag removed": lambda: Trip.objects.get(slug="trip").tags.remove("Travel"),
    "tags set": lambda: Trip.objects.get(slug="trip").tags.set(["New"]),
    "tag renamed": lambda: save(Tag.objects.get(), name="New"),
    "tag deleted": lambda: delete(Tag.objects.get()),
    "tagging deleted": lambda: delete(TaggedTrip.objects.all()),
    "category renamed": lambda: save(Category.objects.get(), name="New"),
    "category deleted": lambda: delete(Category.objects.get()),
    "figure": lambda: save(Figure.objects.get(name="stage"), title="New", caption="[Bo](person:bo)", alt="New alt"),
    "figure to the trip": lambda: save(Figure.objects.get(name="stage"), day=None),
    "figure to another day": lambda: save(Figure.objects.get(name="stage"), day=day_of("Epilogue")),
    "figure to a day": lambda: save(Figure.objects.get(name="loose"), day=day_of("Epilogue")),
    "figure deleted": lambda: delete(Figure.objects.get(name="stage")),
    "loose figure deleted": lambda: delete(Figure.objects.get(name="loose")),
    "hidden person in a figure": lambda: FigurePerson.objects.create(
        figure=Figure.objects.get(name="loose"), person=make_person("Hidden", visibility=Visibility.HIDDEN)
    ),
    "hidden person added to a figure": lambda: Figure.objects.get(name="loose").people.add(
        make_person("Hidden", visibility=Visibility.HIDDEN)
    ),
    "person out of a figure": lambda: delete(FigurePerson.objects.all()),
    "encounter": lambda: make_encounter(day_of("Epilogue"), Person.objects.get(name="Ada")),
    "encounter deleted": lambda: delete(Encounter.objects.get()),
    "place": lambda: save(Place.objects.get(), name="New", address="Street", about="[Bo](person:bo)"),
    "place made private": lambda: save(Place.objects.get(), is_public=False),
    "place deleted": lambda: delete(Place.objects.get()),
    "alias": lambda: Alias.objects.create(person=Person.objects.get(name="Bo"), name="Bob"),
    "alias deleted": lambda: [
        Alias.objects.create(person=Person.objects.get(name="Bo"), name="Bob"),
        Alias.objects.all().delete(),
    ],
    "person named in a text arrives": lambda: make_person("Cyrus", slug="cy", visibility=Visibility.HIDDEN),
    "slug changed": lambda: save(Person.objects.get(name="Ada"), slug="ada-lovelace"),
    "slug changed and hidden": lambda: save(Person.objects.get(name="Ada"), slug="ada-lovelace", visibility="hidden"),
    "former slug forgotten": lambda: delete(FormerSlug.objects.all()),
    "hidden, then the former slug forgotten": lambda: [
        save(Person.objects.get(name="Ada"), visibility="hidden"),
        FormerSlug.objects.all().delete(),
    ],
    "person deleted": lambda: delete(Person.objects.get(name="Ada")),
    "hidden person deleted": lambda: [
        save(Person.objects.get(name="Ada"), visibility="hidden"),
        Person.objects.get(name="Ada").delete(),
    ],
    "people deleted": lambda: delete(Person.objects.all()),
    "shown with withheld pictures": lambda: [
        save(Person.objects.get(name="Bo"), visibility="hidden"),
        save(Person.objects.get(name="Bo"), figures_withheld=False),
    ],
}
VISIBLE = {
    "renamed": {"name": "New"},
    "name only": {"visibility": "name"},
    "pseudonym": {"visibility": "pseudonym", "pseudonym": "a friend"},
    "hidden": {"visibility": "hidden"},
    "described": {"about": "New [Cy](person:cy)", "affiliation": "New"},
}


def save_person(name, values):
    save(Person.objects.get(name=name), **values)


for who in ("Ada", "Bo"):
    CHANGES |= {f"{who} {label}": partial(save_person, who, values) for label, values in VISIBLE.items()}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_index_follows_every_change(change):
    build_log()
    change()
    kept = everything()
    rebuild()
    assert kept == everything()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_index_follows_a_change_of_many_things(change):
    build_log()
    with one_change():
        change()
    kept = everything()
    rebuild()
    assert kept == everything()


def test_words_are_those_of_the_pages():
    talk = build_log()
    assert text_of(talk.day.trip) == "With Ada.\nLoose\nBo\nOslo, Event, Travel, Conferences"
    assert text_of(talk.day) == "Ada and Cy\nStage\nAda\nLamp\nBo"
    assert text_of(talk) == "Ada said\nStage 1\nAda, Event"
    assert text_of(talk.event) == "Run by Ada.\nSeries"
    assert text_of(Place.objects.get()) == "Ada likes it\nOslo"


def test_index_is_taken_back_with_its_change():
    talk = build_log()
    before = everything()
    with transaction.atomic():
        save(Person.objects.get(name="Ada"), visibility="hidden")
        assert "Ada" not in text_of(talk)
        transaction.set_rollback(True)
    assert everything() == before


def test_many_things_are_indexed_once_at_the_end_and_not_after_an_error():
    with one_change():
        make_day(title="One")
        with one_change():
            make_day(title="Two")
        assert SearchEntry.objects.count() == 0
    assert SearchEntry.objects.filter(kind="day").count() == 2
    with pytest.raises(IntegrityError), one_change():
        make_day(make_day(title="Three").trip, date=datetime.date(1999, 1, 1))
    make_day(title="Four")
    assert set(SearchEntry.objects.filter(kind="day").values_list("title", flat=True)) == {"One", "Two", "Four"}


def test_a_private_note_on_somebody_makes_no_work():
    build_log()
    ada = Person.objects.get(name="Ada")
    days = text_of(day_of("Day"))
    SearchEntry.objects.filter(kind="day").update(text="untouched")
    save(ada, private_note="A note.")
    assert text_of(day_of("Day")) == "untouched"
    save(ada, name="Ada L.")
    assert text_of(day_of("Day")) == days
