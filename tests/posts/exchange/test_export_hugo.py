"""Trips go out as a Hugo site and come back as they were."""

import datetime
import hashlib
import re
import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command

from media import derivatives
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
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tripsite.sample_log import load_sample

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
        "Met [Ada](person:ada), [the *Countess*](person:ada) and [Grace](person:grace) "
        "at [the Hall](place:the-hall).\n\n"
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
        trip, name="stage", day=day, title='The "stage"',
        caption="Left: [Ada](person:ada), see [Ghent](trip:2023-ghent)",
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
    for photo in Photo.objects.all():
        derivatives.make(photo)
    Trip.objects.update(updated_at=NOON)
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


def test_nobody_who_is_not_public_leaks(tmp_path):
    trip = make_trip(slug="oslo", summary="With [Ada M](person:hid-slug) and [Cy](person:cy-slug)")
    public = make_person("Ada")
    public.links.create(url="https://ada.example/")
    public.links.create(url="ada@private.example", kind="email", position=1)
    linkless = make_person("Lin", slug="lin")
    others = {
        "name": make_person("Bo", slug="bo-slug", visibility=Visibility.NAME),
        "pseudonym": make_person("Cy Marker", slug="cy-slug", visibility=Visibility.PSEUDONYM, pseudonym="a friend"),
        "hidden": make_person("Hid Marker", slug="hid-slug", visibility=Visibility.HIDDEN, figures_withheld=False),
        "withheld": make_person("Wil Marker", slug="wil-slug", visibility=Visibility.HIDDEN, figures_withheld=True),
    }
    for person in others.values():
        person.links.create(url=f"https://{person.slug}.example/")
    everyone = [public, linkless, *others.values()]
    label = ", ".join(f"[{person.name}](person:{person.slug})" for person in everyone)
    day = make_day(
        trip, body=f"Met {label}.\n\n<a href='person:hid-slug'>Hid Marker</a>\n\n![](figure:one)\n\n![](figure:two)"
    )
    make_day(trip, body="Draft marker", status=Status.DRAFT)
    make_trip(slug="draft", title="Draft marker", status=Status.DRAFT)
    for person in everyone:
        make_encounter(day, person, private_note="Note marker", affiliation="Works")
    make_talk(day, tuple(everyone), notes=f"By {label}", abstract=f"By {label}")
    one = make_figure(trip, name="one", day=day, caption="A picture of us", alt=f"Alt {label}")
    one.people.add(*(person for key, person in others.items() if key != "withheld"), public)
    make_figure(trip, name="two", day=day, caption="Withheld marker").people.add(others["withheld"])
    export_hugo(tmp_path / "site")
    assert sorted(files_of(tmp_path / "site")) == [
        MARKER, "content/posts/oslo/index.md", "content/posts/oslo/one.jpg",
    ]  # fmt: skip
    written = (tmp_path / "site/content/posts/oslo/index.md").read_text()
    assert re.findall(r"\S*(?:[Mm]arker|-slug|private\.example)\S*", written) == []
    assert "Met [Ada](https://ada.example/), Lin, Bo, a friend, someone, someone." in written
    assert "Left to right: " in written
    assert "person:" not in written.partition("\n---\n")[2]


def test_only_published_trips_unless_all_are_asked_for(tmp_path):
    make_trip(slug="public")
    draft = make_trip(slug="draft", status=Status.DRAFT)
    hidden = make_person("Hid Marker", slug="hid", visibility=Visibility.HIDDEN)
    hall = make_place("Hall", url="https://hall.example/")
    make_day(draft, body=f"At [the hall](place:{hall.slug}) with [Hid](person:{hidden.slug})\n\n![](figure:stage)")
    make_figure(draft, name="stage")
    make_trip(slug="withdrawn", status=Status.WITHDRAWN)
    export_hugo(tmp_path / "site")
    assert sorted(path.name for path in (tmp_path / "site/content/posts").iterdir()) == ["public"]
    assert export_hugo(tmp_path / "site", everything=True).trips == 2
    written = (tmp_path / "site/content/posts/draft/index.md").read_text()
    assert "draft: true" in written
    assert 'At [the hall](https://hall.example/) with someone\n\n{{< figure src="stage.jpg"' in written
    result = export_hugo(tmp_path / "site")
    assert (result.trips, result.removed) == (1, 2)
    assert sorted(path.name for path in (tmp_path / "site/content/posts").iterdir()) == ["public"]


def test_files_of_somebody_else_are_left_alone(tmp_path):
    trip = make_trip(slug="oslo")
    site = tmp_path / "site"
    export_hugo(site)
    (site / "hugo.toml").write_text("mine")
    (site / "content/posts/oslo/mine.txt").write_text("mine")
    trip.delete()
    make_trip(slug="ghent")
    export_hugo(site)
    assert sorted(files_of(site)) == [
        MARKER, "content/posts/ghent/index.md", "content/posts/oslo/mine.txt", "hugo.toml",
    ]  # fmt: skip


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    make_trip(slug="oslo")
    site = tmp_path / "site"
    site.mkdir()
    (site / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match="neither empty nor an export"):
        export_hugo(site)
    with pytest.raises(CommandError, match="this is a file"):
        call_command("export_hugo", str(site / "notes.txt"))
    assert sorted(files_of(site)) == ["notes.txt"]


def test_a_post_of_somebody_else_is_not_replaced(tmp_path):
    site = tmp_path / "site"
    export_hugo(site)
    (site / "content/posts/oslo").mkdir(parents=True)
    (site / "content/posts/oslo/index.md").write_text("mine")
    make_trip(slug="oslo")
    with pytest.raises(FolderError, match="not of an export"):
        export_hugo(site)
    assert (site / "content/posts/oslo/index.md").read_text() == "mine"


def test_pictures_are_stripped_unless_originals_are_asked_for(tmp_path):
    figure = make_figure(make_trip(slug="oslo"), name="stage")
    export_hugo(tmp_path / "public")
    export_hugo(tmp_path / "mine", originals=True)
    kept = tmp_path / "mine/content/posts/oslo" / ("stage." + figure.photo.original.name.rpartition(".")[2])
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == figure.photo.sha256
    public = (tmp_path / "public/content/posts/oslo/stage.jpg").read_bytes()
    assert public[:2] == b"\xff\xd8"
    assert b"Exif" not in public


def test_what_was_changed_in_hugo_is_read(full_log, tmp_path):
    export_hugo(tmp_path / "site")
    page = tmp_path / "site/content/posts/oslo/index.md"
    text = page.read_text().replace("More.", "More, with [Ada](https://ada.example/).").replace("The last", "The end")
    page.write_text(text)
    empty_the_log()
    import_hugo(tmp_path / "site", publish=True)
    days = list(Trip.objects.get(slug="oslo").days.order_by("position"))
    assert "More, with [Ada](person:ada)." in days[1].body
    assert [day.title for day in days] == ["", "Fri*day* {#x}", "", "The end", "After"]


def test_an_export_is_not_imported_over_the_log_it_came_from(full_log, tmp_path):
    export_hugo(tmp_path / "site")
    report = import_hugo(tmp_path / "site", publish=True)
    assert (report.created, report.updated, report.skipped) == (0, 0, 2)


HUGO = shutil.which("hugo")
LAYOUT = """<html><body>{{ with .Title }}<h1>{{ . }}</h1>{{ end }}<main>{{ .Content }}</main></body></html>"""


def counts(html):
    """Return the number of figures, links and paragraphs outside of figures."""
    bare = re.sub(r"<figure.*?</figure>", "", html, flags=re.DOTALL)
    bare = re.sub(r"<a [^>]*footnote[^>]*>.*?</a>", "", bare, flags=re.DOTALL)
    return html.count("<figure"), len(re.findall(r"<a\b", bare)), len(re.findall(r"<p[\s>]", bare))


def built_by_hugo(site):
    """Export the log as a Hugo site and have it built without a warning."""
    export_hugo(site)
    (site / "layouts/_default").mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (site / "layouts/_default" / name).write_text(LAYOUT)
    (site / "config.toml").write_text('baseURL = "https://site.example/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
    built = subprocess.run([HUGO, "--source", site, "--panicOnWarning"], capture_output=True, text=True, check=False)
    assert (built.returncode, built.stderr) == (0, "")
    return site / "public"


def told_by(html, selector):
    """Return the HTML of what a page tells."""
    return "".join(str(each) for each in BeautifulSoup(html, "html.parser").select(selector))


@pytest.mark.skipif(HUGO is None, reason="needs Hugo (on Debian: apt-get install hugo)")
def test_hugo_shows_as_much_of_each_trip_of_the_sample_log(tmp_path, client):
    load_sample()
    for photo in Photo.objects.all():
        derivatives.make(photo)
    public = built_by_hugo(tmp_path / "site")
    trips = Trip.objects.published()
    assert len(trips) >= 2
    for trip in trips:
        theirs = counts(told_by((public / f"posts/{trip.slug}/index.html").read_text(), "main"))
        figures, links, paragraphs = counts(told_by(client.get(trip.get_absolute_url()).content.decode(), ".prose"))
        bodies = "\n".join(trip.days.values_list("body", flat=True))
        # A talk without an address leads nowhere there; Hugo knows no abbreviations, and shows their lines as they are.
        nowhere = Talk.objects.filter(url="", slug__in=re.findall(r"\]\(talk:([-\w]+)\)", bodies))
        links -= len(nowhere)
        paragraphs += len(re.findall(r"^\*\[", bodies, flags=re.MULTILINE))
        assert (trip.slug, *theirs) == (trip.slug, figures, links, paragraphs)


@pytest.mark.skipif(HUGO is None, reason="needs Hugo (on Debian: apt-get install hugo)")
def test_hugo_builds_a_site_that_shows_the_same(full_log, tmp_path, client):
    page = (built_by_hugo(tmp_path / "site") / "posts/oslo/index.html").read_text()
    ours = client.get("/trips/oslo/").content.decode()
    main = page.partition("<main>")[2].partition("</main>")[0]
    telling = "".join(re.findall(r'<div class="prose.*?</div>(?=\s*(?:<div|</div|</section))', ours, flags=re.DOTALL))
    assert counts(main) == (ours.count("<figure "), *counts(telling)[1:])
    assert '<a href="https://site.example/posts/2023-ghent/">last year</a>' in main
    assert "{{&lt; figure src=" in main
