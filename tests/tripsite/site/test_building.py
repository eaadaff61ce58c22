"""A build writes what changed and nothing else, and never touches what is not its own."""

import datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from people.models import FormerSlug, Person
from posts.models import Figure, RetiredSlug, Status, Trip
from posts.public.share_cards.tasks import make_card
from tests.audit.links import crawl
from tests.factories import make_day, make_person, make_talk, make_trip
from tripsite.site import folder, state, units, whole
from tripsite.site.building import build
from tripsite.site.folder import SiteError
from tripsite.site.pages import Site, page_at, public_addresses

from .folders import built, contents, differing, small_log
from .serving import served

pytestmark = pytest.mark.django_db


def test_one_caption_rewrites_the_pages_that_show_it_and_equals_a_full_build(tmp_path: Path):
    small_log()
    site = tmp_path / "site"
    built(site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    figure = Figure.objects.get(trip__slug="trip-1")
    figure.caption = "Quite another caption"
    figure.save()
    result = built(site)
    touched = {path for path in before if path.stat().st_mtime_ns != before[path]}
    names = {path.relative_to(site).as_posix().removesuffix(".gz").removesuffix(".br") for path in touched}
    assert names == {name for name in result.written if site / name in before}
    assert {"trips/trip-1/index.html", "trips/trip-1/figures/a/index.html", "trips/trip-1.json", "feed.atom"} <= names
    assert not {name for name in names if name.startswith(("trips/trip-2", "static/", "photos/", "talks/", "places/"))}
    assert "calendar.ics" not in names
    built(tmp_path / "again")
    assert differing(site, tmp_path / "again") == []
    unchanged = built(site)
    assert (unchanged.made, unchanged.written, unchanged.removed) == (0, [], [])


def test_site_of_an_empty_log_has_a_search_too(tmp_path: Path):
    built(tmp_path / "site")
    assert (tmp_path / "site" / "search" / "index.json").is_file()


def test_what_does_not_show_a_caption_is_not_even_made_again(tmp_path: Path, monkeypatch):
    small_log()
    trip = Trip.objects.get(slug="trip-1")
    figure = Figure.objects.get(trip=trip)
    trip.cover = figure
    trip.save()
    site = tmp_path / "site"
    built(site)
    made: list[str] = []
    make = units.make

    def noted(unit: str, *others: Any) -> units.Made:
        made.append(unit)
        return make(unit, *others)

    monkeypatch.setattr(units, "make", noted)
    # Somebody else is named in it now: what lists their mentions is made anew, and not whatever leads to them.
    figure.caption = "With [Ben](person:ben)"
    figure.save()
    built(site)
    assert {"/trips/trip-1/", "/trips/trip-1/figures/a/", "/people/ada/", "/people/ben/", "/feed.atom"} <= set(made)
    assert not [unit for unit in made if unit.startswith(("/trips/trip-2", "/talks/talk-2", "/events/conf-2/"))]
    assert not {f"entry:{Trip.objects.get(slug='trip-2').pk}", "/calendar.ics", "/robots.txt"} & set(made)


def test_state_of_another_version_is_left_behind_and_the_files_are_known_still(tmp_path: Path, monkeypatch):
    make_day(make_trip(slug="kept"))
    gone = make_trip(slug="gone")
    site = tmp_path / "site"
    built(site)
    gone.delete()
    monkeypatch.setattr(state, "LAYOUT", state.LAYOUT + 1)
    assert "trips/gone/index.html" in built(site).removed
    built(tmp_path / "again")
    assert differing(site, tmp_path / "again") == []


def test_what_becomes_public_with_time_alone_appears(tmp_path: Path):
    later = timezone.now() + datetime.timedelta(hours=1)
    make_day(make_trip(slug="later", published_at=later))
    site = tmp_path / "site"
    built(site)
    assert not (site / "trips").exists()
    with time_machine.travel(later + datetime.timedelta(minutes=1)):
        assert "trips/later/index.html" in built(site).written


def test_old_addresses_lead_on_and_peoples_are_in_no_list(tmp_path: Path):
    small_log()
    trip, person = Trip.objects.get(slug="trip-1"), Person.objects.get(slug="ada")
    RetiredSlug.objects.create(kind="trip", slug="once", target=trip.uuid)
    FormerSlug.objects.create(person=person, slug="maiden")
    withdrawn = make_trip(slug="taken-back", status=Status.WITHDRAWN)
    RetiredSlug.objects.create(kind="trip", slug="taken-back-once", target=withdrawn.uuid)
    site = tmp_path / "site"
    built(site)
    assert 'content="0; url=/trips/trip-1/"' in (site / "trips/once/index.html").read_text()
    assert 'content="0; url=/trips/trip-1/2021-05-01/"' in (site / "trips/once/2021-05-01/index.html").read_text()
    assert 'content="0; url=/people/ada/"' in (site / "people/maiden/index.html").read_text()
    rules = (site / "_redirects").read_text()
    assert "/trips/once/* /trips/trip-1/:splat 301" in rules
    told = b"".join(content for name, content in contents(site).items() if name != "people/maiden/index.html")
    assert b"maiden" not in told
    assert b"taken-back" not in told


def test_a_build_that_was_stopped_is_repaired_by_the_next(tmp_path: Path, monkeypatch):
    small_log()
    site = tmp_path / "site"
    replace, left = folder.Writer._replace, [60]

    def stopped(self, name: str, content: bytes) -> bool:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return replace(self, name, content)

    monkeypatch.setattr(folder.Writer, "_replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        built(site)
    # What the stopped build had begun is gone from the log meanwhile.
    Trip.objects.get(slug="trip-2").delete()
    built(site)
    built(tmp_path / "again")
    assert differing(site, tmp_path / "again") == []


def test_what_a_stopped_build_wrote_is_taken_back_with_what_it_showed(tmp_path: Path, monkeypatch):
    small_log()
    site = tmp_path / "site"
    built(site)
    figure = Figure.objects.get(trip__slug="trip-1")
    before, figure.caption = figure.caption, "A slip"
    figure.save()
    tell = state.State.tell
    monkeypatch.setattr(state.State, "tell", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        built(site)
    monkeypatch.setattr(state.State, "tell", tell)
    assert b"A slip" in (site / "trips/trip-1/index.html").read_bytes()
    (site / ".tripsite-half-1").write_text("half of a pa")
    figure.caption = before
    figure.save()
    built(site)
    assert not [name for name, content in contents(site).items() if b"A slip" in content]
    assert not (site / ".tripsite-half-1").exists()


def test_a_dry_run_tells_what_a_build_does_and_does_nothing(tmp_path: Path):
    small_log()
    site = tmp_path / "site"
    told = built(site, dry=True)
    assert not site.exists()
    assert set(told.written) == set(built(site).written)
    before = contents(site)
    Trip.objects.get(slug="trip-2").delete()
    told = built(site, dry=True)
    assert contents(site) == before
    done = built(site)
    assert (sorted(told.written), sorted(told.removed)) == (sorted(done.written), sorted(done.removed))
    assert "trips/trip-2/index.html" in done.removed


def test_the_first_page_of_a_list_tells_all_its_pages(tmp_path: Path):
    """Found one behind another they could not be made side by side."""
    ada, start = make_person("Ådne", slug="ådne"), datetime.date(2024, 3, 1)
    trip = make_trip(starts_on=start, ends_on=start + datetime.timedelta(60))
    for number in range(1, 61):
        day = make_day(trip, date=start + datetime.timedelta(number), body="[Ada](person:ådne)")
        for half in "ab":
            make_talk(day, (ada,), title=f"Talk {number:02}{half}", slug=f"{number:02}{half}", notes="[A](person:ådne)")
    site = Site("https://example.org", whole.policy())
    with public_addresses():
        talks, person = page_at("/talks/", site), page_at(ada.get_absolute_url(), site)
        rest = page_at(f"{ada.get_absolute_url()}?page=2", site)
    assert talks is not None
    assert person is not None
    assert rest is not None
    assert talks.following == ("/talks/?after=25b", "/talks/?after=50b")
    assert set(person.following) == {f"/people/%C3%A5dne/?page={n}" for n in (2, 3)} | {
        f"/people/%C3%A5dne/?mentions={n}" for n in range(2, 7)
    }
    assert set(rest.following) <= {"/people/%C3%A5dne/?page=1", "/people/%C3%A5dne/?page=3"}


def test_somebodys_files_are_left_alone(tmp_path: Path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    with pytest.raises(SiteError, match="neither empty nor a site of this program; name another one"):
        built(foreign)
    assert contents(foreign) == {"thesis.txt": b"years of work"}
    site = tmp_path / "site"
    built(site)
    (site / "CNAME").write_text("example.org")
    (site / "trips").mkdir(exist_ok=True)
    (site / "trips" / "mine.json").write_text("{}")
    make_trip(slug="mine")
    with pytest.raises(SiteError, match=r"trips/mine\.json: this file is not of this site; move it away"):
        built(site)
    (site / "trips" / "mine.json").unlink()
    built(site)
    assert (site / "CNAME").read_text() == "example.org"


def test_refuses_an_address_that_is_none(tmp_path: Path):
    with pytest.raises(CommandError, match="--url ftp://x: name where the site will be served"):
        call_command("build_site", tmp_path / "site", url="ftp://x")
    assert not (tmp_path / "site").exists()


def test_a_plain_server_serves_all_of_it_without_a_broken_link(tmp_path: Path):
    """The crawler follows canonical addresses, feeds, sitemaps and pictures, too: they name the server itself."""
    small_log()
    for number in range(20):
        make_trip(slug=f"more-{number}")
    for trip in Trip.objects.all():
        make_card.func(trip.pk)
    with served(tmp_path / "host") as origin:
        build(tmp_path / "host" / "log", f"{origin}/log", processes=1)
        measured, findings = crawl(f"{origin}/log")
    assert findings == []
    assert (tmp_path / "host/log/page/2/index.html").exists() or (tmp_path / "host/log/after").exists()
    assert int(measured.split()[0]) > 60
