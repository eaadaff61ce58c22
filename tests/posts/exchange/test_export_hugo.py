"""Trips go out as a Hugo site and come back as they were."""

import datetime
import hashlib
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from media.models import Photo
from people.models import Alias, Person, PersonLink, Visibility
from posts.exchange.export import public_document
from posts.exchange.hugo_export import export_hugo
from posts.exchange.hugo_import import import_hugo
from posts.exchange.hugo_write.folder import MARKER, FolderError
from posts.models import Event, EventSeries, ImportRecord, Log, Place, Status, Talk, Trip
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_series,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db

CONTENT = settings.BASE_DIR / "tripsite" / "sample" / "content"
NOON = datetime.datetime(2024, 3, 20, 12, tzinfo=datetime.UTC)


def empty_the_log():
    for model in (ImportRecord, Trip, Talk, Event, EventSeries, Place, Person, Photo, Log):
        model.objects.all().delete()


def documents():
    """Return each public trip with all it refers to, but for what says how a picture's file looks."""
    told = {}
    for trip in Trip.objects.published().order_by("slug"):
        document = public_document(trip).model_dump(mode="json")
        for figure in document["trips"][0]["figures"]:
            figure["photo"] = figure["photo"] is not None
        told[trip.slug] = {key: value for key, value in document.items() if key not in ("title", "author", "tagline")}
    return told


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def there_and_back(folder):
    """Export the log, empty it, import the export; return the documents of before and after."""
    before = documents()
    export_hugo(folder)
    empty_the_log()
    report = import_hugo(folder, publish=True)
    assert [str(problem) for problem in report.errors] == []
    return before, documents()


@pytest.fixture
def full_log():
    """Two trips in which every field that Hugo can carry is set."""
    earlier = make_trip(slug="2023-ghent", title="Ghent", published_at=NOON)
    make_day(earlier, body="We went [later](trip:oslo).")
    trip = make_trip(
        slug="oslo",
        title="Oslo: a “trip” --- 'quoted' \"twice\" 日本 🚆 #1",
        summary="With [Ada](person:ada), *slowly*.",
        location="Oslo, Norway",
        time_zone="Europe/Oslo",
        language="nb",
        published_at=NOON,
    )
    trip.tags.add("Travel", "Ångström")
    trip.categories.add("Conferences")
    ada = make_person("Ada", pronouns="she", affiliation="Engines", about="Writes: *much*")
    Alias.objects.create(person=ada, name="Countess")
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    PersonLink.objects.create(person=ada, url="https://github.com/ada", kind="github", position=1)
    grace = make_person("Grace_Hopper", slug="grace")
    PersonLink.objects.create(person=grace, url="https://grace.example/~g_(1)")
    hall = make_place("The Hall", kind="venue", city="Oslo", map_url="https://osm.org/#map=1/59.9/10.7", latitude=59.9,
                      longitude=10.7)  # fmt: skip
    conf = make_event(trip, slug="conf", series=make_series(), venue=hall, url="https://conf.example/",
                      starts_on=trip.starts_on, ends_on=trip.ends_on, time_zone="Europe/Oslo")  # fmt: skip
    make_day(trip, kind="prologue", date=None, body="Packing, as [last year](trip:2023-ghent).[^1]\n\n[^1]: A bag.")
    body = (
        "Met [Ada](person:ada), [the *Countess*](person:ada) and [Grace](person:grace) at [the Hall](place:the-hall).\n\n"
        "![](figure:stage)\n\n"
        "[A talk](talk:boot) at [the conf](event:conf)[^1], [her site](https://ada.example/), "
        "[Ben Smith](https://ben-smith.example/) and <https://ada.example/>.\n\n"
        "- one\n    - two\n\n        ![](figure:in-list)\n\n"
        '```\n{{< figure src="x.jpg" >}} and {{< open\n```\n\n'
        "Write `{{% note %}}` or `{{<` or {{< this >}}. On Monday nothing.\n\n## A heading\n\nMore.\n\n---\n\nEnd."
        "\n\n[^1]: Not a bag."
    )
    day = make_day(trip, title="Fri*day* {#x}", body=body)
    make_day(trip, date=trip.starts_on, body="The same date.", position=3)
    make_day(trip, date=trip.ends_on, title="The last", position=4)
    make_day(trip, kind="epilogue", date=None, title="After", body="Home.", position=5)
    for person in (ada, grace):
        make_encounter(day, person, place=hall, affiliation="Then", position=person.pk)
    talk = make_talk(
        day, (ada,), slug="boot", event=conf, track="Main", room="A", notes="By [Ada](person:ada)", abstract="Abstract",
        starts_at=datetime.datetime(2024, 3, 14, 9, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2024, 3, 14, 10, tzinfo=datetime.UTC), url="https://conf.example/boot",
    )  # fmt: skip
    talk.links.create(url="https://video.example/", kind="video", title="Recording")
    stage = make_figure(
        trip, name="stage", day=day, title='The "stage"', caption="Left: [Ada](person:ada), see [Ghent](trip:2023-ghent)",
        alt='Lights {{< here >}} "and" `there`', link="https://lights.example/?a=1&b=2",
    )  # fmt: skip
    stage.people.add(ada, grace)
    make_figure(trip, name="in-list", day=day, title="", caption=r"A back\slash and a *star*").people.add(grace)
    make_figure(trip, name="below", day=day, title="Below")
    make_figure(trip, name="away", day=day, title="Away", photo=None, remote_url="https://pictures.example/a.jpg")
    make_figure(trip, name="nowhere", title="Nowhere", caption="Of no day")
    trip.cover = make_figure(trip, name="front", title="Cover", caption="With [Ada](person:ada)", alt="Front")
    trip.save()
    Trip.objects.update(updated_at=NOON)
    return trip


def test_a_log_comes_back_as_it_was(full_log, tmp_path):
    before, after = there_and_back(tmp_path / "site")
    assert after["oslo"]["trips"][0]["days"] == before["oslo"]["trips"][0]["days"]
    assert after["oslo"]["trips"][0]["figures"] == before["oslo"]["trips"][0]["figures"]
    assert after == before


def test_an_imported_log_comes_back_as_it_was(tmp_path):
    import_hugo(CONTENT, publish=True)
    before, after = there_and_back(tmp_path / "site")
    assert len(before) > 0
    assert after == before


def test_exporting_twice_gives_the_same_bytes(full_log, tmp_path):
    first = export_hugo(tmp_path / "site")
    before = files_of(tmp_path / "site")
    second = export_hugo(tmp_path / "site")
    export_hugo(tmp_path / "other")
    assert (first.unchanged, second.written, second.unchanged) == (0, 0, first.written)
    assert files_of(tmp_path / "site") == files_of(tmp_path / "other") == before


def test_exporting_what_was_imported_gives_the_same_bytes(full_log, tmp_path):
    export_hugo(tmp_path / "site", originals=True)
    empty_the_log()
    import_hugo(tmp_path / "site", publish=True)
    export_hugo(tmp_path / "again", originals=True)
    page = "content/posts/oslo/index.md"
    assert (tmp_path / "again" / page).read_text() == (tmp_path / "site" / page).read_text()
    assert files_of(tmp_path / "again") == files_of(tmp_path / "site")
