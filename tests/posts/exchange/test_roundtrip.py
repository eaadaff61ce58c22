import datetime
import json

import jsonschema
import pytest

from media.models import Photo
from people.models import Alias, Person, PersonLink, Visibility
from posts.exchange.export import content_hash, public_document, writer_document
from posts.exchange.load import LoadError, load
from posts.exchange.schema import LogDocument
from posts.exchange.stream import public_log
from posts.models import Day, Event, EventSeries, Figure, Log, Place, Status, Talk, Trip
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_log():
    """A log in which every field that crosses the border is set, with people of every visibility."""
    Log(
        title="My trips",
        tagline="Here and there",
        author="Olive",
        profiles="https://olive.example/\nmailto:olive@mail.test",
        language="en",
    ).save()
    trip = make_trip(
        slug="oslo",
        title="Oslo",
        summary="With [Ada](person:ada).",
        location="Oslo, Norway",
        time_zone="Europe/Oslo",
        language="en",
    )
    trip.tags.add("Travel", "Ångström")
    trip.categories.add("Conferences")
    ada = make_person("Ada", pronouns="she", affiliation="Engines", about="Writes to [Hid](person:hid).")
    Alias.objects.create(person=ada, name="Countess")
    Alias.objects.create(person=ada, name="Byron", kind=Alias.Kind.FORMER)
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    PersonLink.objects.create(person=ada, url="ada@mail.example", kind=PersonLink.Kind.EMAIL)
    name_only = make_person("Bo", visibility=Visibility.NAME, affiliation="Secret Works")
    pseudonym = make_person("Cy Marker", slug="cy", visibility=Visibility.PSEUDONYM, pseudonym="a friend")
    hidden = make_person("Hid Marker", slug="hid", visibility=Visibility.HIDDEN)
    hall = make_place("The Hall", kind="venue", city="Oslo", country="Norway", latitude=59.9, longitude=10.7)
    conf = make_event(
        trip, series=make_series(), venue=hall, starts_on=trip.starts_on, ends_on=trip.ends_on, time_zone="Europe/Oslo"
    )
    make_day(trip, kind="prologue", date=None, title="Before", body="Packing.")
    body = (
        "Met [Ada](person:ada), [Bo](person:bo), [Cy](person:cy) and [Hid](person:hid) "
        "at [the Hall](place:the-hall).\n\n"
        "![](figure:stage)\n\n[Later](trip:nowhere), [a talk](talk:boot), [the conf](event:conf)"
    )
    body = body.replace("event:conf", f"event:{conf.slug}")
    day = make_day(trip, title="Friday", body=body)
    make_day(trip, status=Status.DRAFT, title="Draft marker", body="Draft marker")
    for person in (ada, name_only, pseudonym, hidden):
        make_encounter(day, person, place=hall, affiliation="Then", private_note="marker", follow_up="marker")
    talk = make_talk(
        day,
        (ada, name_only, hidden),
        slug="boot",
        event=conf,
        track="Main",
        room="A",
        starts_at=datetime.datetime(2024, 3, 14, 9, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2024, 3, 14, 10, tzinfo=datetime.UTC),
        notes="By [Ada](person:ada)",
        abstract="An abstract",
        url="https://conf.example/boot",
    )
    talk.links.create(url="https://video.example/", kind="video", title="Recording")
    figure = make_figure(
        trip, name="stage", day=day, caption="Left: [Ada](person:ada), [Hid](person:hid)", alt="Lights"
    )
    figure.people.add(ada, name_only)
    trip.cover = figure
    trip.save()
    return trip


def document():
    return json.loads(b"".join(public_log()))


def empty_the_log():
    for model in (Trip, Talk, Event, EventSeries, Place, Person, Photo, Log):
        model.objects.all().delete()
    assert Day.objects.count() == Figure.objects.count() == 0


def test_export_validates_against_its_schema(full_log, client):
    schema = client.get("/export.schema.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document())


def test_load_of_export_gives_the_same_document(full_log):
    exported = document()
    empty_the_log()
    load(LogDocument.model_validate(exported))
    assert document() == exported
    assert Trip.objects.get().figures.get().photo.state == Photo.State.ABSENT


def test_load_of_export_changes_nothing_in_the_log_it_came_from(full_log):
    before = writer_document(full_log), Log.current().title
    loaded = load(LogDocument.model_validate(document()))
    assert (loaded.created, loaded.updated) == (set(), set())
    assert (writer_document(full_log), Log.current().title) == before


def test_load_of_an_edited_export_keeps_what_the_public_does_not_see(full_log):
    exported = document()
    exported["trips"][0]["title"] = "Oslo, again"
    exported["trips"][0]["days"][0]["body"] = "Packing more."
    loaded = load(LogDocument.model_validate(exported))
    assert loaded.updated == {full_log.uuid}
    full_log.refresh_from_db()
    assert full_log.title == "Oslo, again"
    days = {day.title: day for day in full_log.days.all()}
    assert days["Before"].body == "Packing more."
    assert "[Hid](person:hid)" in days["Friday"].body
    assert "Draft marker" in days
    assert days["Friday"].encounters.count() == 4


def test_export_holds_nothing_private(full_log):
    text = json.dumps(document())
    for private in ("Marker", "marker", "Hid", "Byron", "mail.example", "Secret Works", "person:bo", "nowhere"):
        assert private not in text
    for public in ("Countess", "https://ada.example/", "[Ada](person:ada)", '"Bo"', "a friend", "someone", "Engines"):
        assert public in text


def test_trip_document_holds_all_it_refers_to(full_log):
    whole, one = document(), json.loads(public_document(full_log).model_dump_json())
    assert one == whole


def test_words_beside_the_narrative_lead_nowhere(full_log, client):
    public, hidden = make_person("Zoe", slug="zoe"), make_person("Yan Secret", slug="yan", visibility=Visibility.HIDDEN)
    talk = Talk.objects.get()
    talk.abstract = f"With [Zoe](person:{public.slug}) and [Yan Secret](person:{hidden.slug})"
    talk.save()
    place = Place.objects.get()
    place.about = talk.abstract
    place.save()
    exported = document()
    assert exported["trips"][0]["days"][1]["talks"][0]["abstract"] == "With Zoe and someone"
    assert exported["places"][0]["about"] == "With Zoe and someone"
    assert "zoe" not in json.dumps(exported["people"])
    for page in (place, talk):
        html = client.get(page.get_absolute_url()).content.decode()
        assert ("With Zoe and someone" in html, "/people/zoe/" in html, "Yan" in html) == (True, False, False)


def test_times_of_talks_are_instants_in_utc(full_log):
    [_, day] = document()["trips"][0]["days"]
    assert day["talks"][0]["starts_at"] == "2024-03-14T09:00:00Z"


def test_since_gives_what_was_updated(full_log, client):
    moment = full_log.updated_at + datetime.timedelta(hours=1)
    later = "".join(
        part.decode() for part in client.get("/export.json", {"since": moment.isoformat()}).streaming_content
    )
    assert json.loads(later)["trips"] == []
    answer = client.get("/export.json", {"since": "yesterday"})
    assert answer.status_code == 400
    assert answer.json() == {"error": "“since” is an instant with its zone, such as 2026-03-01T00:00:00Z."}


def test_drafts_have_no_document(client):
    make_trip(slug="secret", status=Status.DRAFT)
    assert client.get("/trips/secret.json").status_code == 404
    assert document()["trips"] == []


def test_content_hash_changes_with_the_text_and_not_with_publishing(full_log):
    before = content_hash(full_log)
    full_log.status = Status.DRAFT
    full_log.save()
    assert content_hash(full_log) == before
    day = full_log.days.last()
    day.body += " More."
    day.save()
    assert content_hash(full_log) != before


def test_load_refuses_what_is_not_there():
    trip = {
        "uuid": "7b0c0d5e-7b9a-4a1c-8d0e-3f1f0e6b3a11",
        "slug": "x",
        "title": "X",
        "events": ["7b0c0d5e-7b9a-4a1c-8d0e-3f1f0e6b3a12"],
    }
    with pytest.raises(LoadError, match=r"trips\[0\].events: there is no event 7b0c0d5e-7b9a-4a1c-8d0e-3f1f0e6b3a12"):
        load(LogDocument.model_validate({"trips": [trip]}))
    assert Trip.objects.count() == 0


def test_load_refuses_a_slug_that_is_taken():
    make_trip(slug="x", title="Mine")
    trip = {"uuid": "7b0c0d5e-7b9a-4a1c-8d0e-3f1f0e6b3a11", "slug": "x", "title": "X"}
    with pytest.raises(LoadError, match=r"trips\[0\].slug: “x” belongs to another trip here: Mine."):
        load(LogDocument.model_validate({"trips": [trip]}))


def test_load_never_makes_somebody_more_visible():
    person = make_person("Ada", visibility=Visibility.HIDDEN)
    known = {"uuid": str(person.uuid), "name": "Ada", "slug": "ada", "visibility": "public"}
    load(LogDocument.model_validate({"people": [known]}))
    person.refresh_from_db()
    assert person.visibility == Visibility.HIDDEN


def test_load_moves_a_trip_with_its_days(full_log):
    exported = json.loads(writer_document(full_log).model_dump_json())
    [trip] = exported["trips"]
    trip["starts_on"], trip["ends_on"] = "2024-05-01", "2024-05-05"
    for day in trip["days"]:
        if day["date"]:
            day["date"] = "2024-05-02"
    load(LogDocument.model_validate(exported))
    full_log.refresh_from_db()
    assert (full_log.starts_on, full_log.ends_on) == (datetime.date(2024, 5, 1), datetime.date(2024, 5, 5))
    assert {day.date for day in full_log.days.all()} == {None, datetime.date(2024, 5, 2)}


def test_load_raises_the_revision_once(full_log):
    exported = document()
    empty_the_log()
    Log(title="Other").save()
    before = Log.current().revision
    load(LogDocument.model_validate(exported))
    assert Log.current().revision == before + 1
