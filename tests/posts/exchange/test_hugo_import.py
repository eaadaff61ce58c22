"""What importing does to a log: matching, updating, leaving alone, refusing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from people.models import Person
from posts.exchange import hugo_import as importing
from posts.exchange.hugo_import import import_hugo
from posts.exchange.load import LoadError, load
from posts.models import Day, Figure, ImportRecord, Place, Reference, Trip
from tests.factories import make_owner, make_person, make_place, make_trip
from tests.media.pictures import corners, saved

from .hugo.writing import MATTER, write

pytestmark = pytest.mark.django_db

BODY = """On Friday with [Ines Quell](https://www.linkedin.com/in/quell) at [Zeven](https://maps.app.goo.gl/abc).

---

On Saturday [Tom](https://tom.example), a friend, came along.

{{< figure src="a.jpg" title="Rain" >}}
"""


@pytest.fixture
def post(tmp_path):
    path = write(tmp_path / "content" / "posts" / "utrecht" / "index.md", BODY)
    (path.parent / "a.jpg").write_bytes(saved(corners(), "JPEG"))
    return path


def content(post):
    return post.parents[2]


def counts(report):
    return report.created, report.updated, report.unchanged, report.skipped, len(report.errors)


def test_import_creates_the_trip_and_all_it_needs(post):
    assert counts(import_hugo(content(post))) == (1, 0, 0, 0, 0)
    trip = Trip.objects.get(slug="utrecht")
    assert (trip.status, trip.title, str(trip.starts_on), str(trip.ends_on)) == (
        "draft",
        "Three days in Utrecht",
        "2024-05-17",
        "2024-05-18",
    )
    encounters = [(each.person.slug, each.role) for day in trip.days.all() for each in day.encounters.all()]
    assert encounters == [("ines-quell", "mentioned"), ("tom", "met")]
    assert Place.objects.get().map_url == "https://maps.app.goo.gl/abc"
    figure = trip.figures.get()
    assert (figure.name, figure.title, str(figure.day.date), figure.photo is not None) == (
        "a",
        "Rain",
        "2024-05-18",
        True,
    )
    assert set(Reference.objects.values_list("kind", "slug")) == {
        ("person", "ines-quell"),
        ("person", "tom"),
        ("place", "zeven"),
        ("figure", "a"),
    }


def test_second_import_changes_nothing(post):
    import_hugo(content(post))
    before = list(Trip.objects.values()), list(Day.objects.values()), list(Person.objects.values())
    assert counts(import_hugo(content(post))) == (0, 0, 1, 0, 0)
    assert counts(import_hugo(post)) == (0, 0, 1, 0, 0)
    assert counts(import_hugo(post.parent)) == (0, 0, 1, 0, 0)
    assert (list(Trip.objects.values()), list(Day.objects.values()), list(Person.objects.values())) == before


def test_changed_source_updates_and_removes_what_is_gone(post):
    import_hugo(content(post))
    write(post, BODY.replace("{{< figure", "Dry.\n\n<!-- ").replace(">}}", "-->") + "\n---\n\nOn Sunday home.\n")
    assert counts(import_hugo(content(post))) == (0, 1, 0, 0, 0)
    assert [str(day.date) for day in Day.objects.order_by("position")] == ["2024-05-17", "2024-05-18", "2024-05-19"]
    assert "Dry." in Day.objects.get(date="2024-05-18").body
    assert Figure.objects.count() == 0
    assert counts(import_hugo(content(post))) == (0, 0, 1, 0, 0)


def test_text_edited_here_is_never_overwritten(post):
    import_hugo(content(post))
    day = Day.objects.get(date="2024-05-17")
    day.body = "My own words."
    day.save()
    assert counts(import_hugo(content(post))) == (0, 0, 1, 0, 0)
    write(post, BODY.replace("On Friday", "On Friday, early,"))
    report = import_hugo(content(post))
    assert counts(report) == (0, 0, 0, 1, 0)
    assert report.as_json()["trips"][0]["status"] == "skipped: edited here"
    assert Day.objects.get(date="2024-05-17").body == "My own words."


def test_publishing_here_is_no_edit_and_stays(post):
    import_hugo(content(post))
    Trip.objects.update(status="published")
    write(post, BODY.replace("On Friday", "On Friday, early,"))
    assert counts(import_hugo(content(post))) == (0, 1, 0, 0, 0)
    assert Trip.objects.get().status == "published"


def test_dry_run_reports_the_same_and_writes_nothing(post, settings):
    dry = import_hugo(content(post), dry_run=True)
    assert (Trip.objects.count(), Person.objects.count(), ImportRecord.objects.count()) == (0, 0, 0)
    originals = settings.STORAGES["originals"]["OPTIONS"]["location"]
    assert [path for path in originals.rglob("*") if path.is_file()] == []
    assert import_hugo(content(post)).as_json() == dry.as_json()


def test_publish_publishes_what_is_here_as_a_draft(post):
    import_hugo(content(post))
    assert Trip.objects.get().status == "draft"
    report = import_hugo(content(post), publish=True)
    assert (report.updated, report.unchanged, Trip.objects.get().status) == (1, 0, "published")
    report = import_hugo(content(post), publish=True)
    assert (report.updated, report.unchanged) == (0, 1)


def test_publish_leaves_what_was_withdrawn_here(post):
    import_hugo(content(post), publish=True)
    Trip.objects.update(status="withdrawn")
    report = import_hugo(content(post), publish=True)
    assert (report.unchanged, Trip.objects.get().status) == (1, "withdrawn")


def test_publish_takes_the_date_of_the_post(post):
    import_hugo(content(post), publish=True)
    trip = Trip.objects.get()
    assert (trip.status, trip.published_at.isoformat()) == ("published", "2024-05-20T00:00:00+00:00")
    assert Person.objects.get(slug="ines-quell").visibility == "public"


@pytest.mark.parametrize(
    ("matter", "warning"),
    [
        (f"{MATTER}\ndraft: true", "the post is a draft (draft: true), so the trip stays a draft"),
        ("title: T", "the trip has no date, so it stays a draft; give it its first and last day"),
    ],
)
def test_publish_leaves_drafts_and_undated_trips_unpublished(post, matter, warning):
    write(post, "Text.", matter)
    report = import_hugo(content(post), publish=True)
    assert Trip.objects.get().status == "draft"
    assert warning in report.trips[0].warnings


def test_people_and_places_of_the_log_are_recognised(post):
    ines = make_person("Ines Quell-Marn", slug="iq", visibility="hidden")
    ines.links.create(url="http://linkedin.com/in/Quell/", kind="linkedin")
    zeven = make_place("Restaurant Zeven", map_url="https://maps.app.goo.gl/abc", about="Mine.")
    import_hugo(content(post))
    ines.refresh_from_db()
    zeven.refresh_from_db()
    assert (ines.name, ines.visibility) == ("Ines Quell-Marn", "hidden")
    assert (zeven.name, zeven.about) == ("Restaurant Zeven", "Mine.")
    assert Day.objects.get(date="2024-05-17").body == (
        "On Friday with [Ines Quell](person:iq) at [Zeven](place:restaurant-zeven)."
    )


def test_full_name_is_recognised_unless_a_link_speaks_against_it(post):
    same = make_person("Ines Quell", slug="same")
    same.links.create(url="https://ines.example", kind="site")
    import_hugo(content(post))
    assert sorted(same.links.values_list("kind", flat=True)) == ["linkedin", "site"]
    assert Person.objects.filter(name="Ines Quell").count() == 1


def test_person_of_the_same_full_name_and_another_profile_is_somebody_else(post):
    other = make_person("Ines Quell")
    other.links.create(url="https://www.linkedin.com/in/other", kind="linkedin")
    import_hugo(content(post))
    assert sorted(Person.objects.filter(name="Ines Quell").values_list("slug", flat=True)) == [
        "ines-quell",
        "ines-quell-2",
    ]


def test_first_name_alone_is_never_recognised(post):
    make_person("Tom")
    import_hugo(content(post))
    assert sorted(Person.objects.filter(name="Tom").values_list("slug", flat=True)) == ["tom", "tom-2"]


def test_slug_that_a_trip_has_here_takes_the_folder_in_front(post):
    make_trip(slug="utrecht")
    import_hugo(content(post))
    assert ImportRecord.objects.get().trip.slug == "posts-utrecht"


def test_reference_to_a_trip_here_is_resolved(post):
    make_trip(slug="2023-ghent")
    write(post, 'On Friday [a]({{< ref "../2023-ghent" >}}).')
    [trip] = import_hugo(content(post)).as_json()["trips"]
    assert trip["references"] == [{"target": "../2023-ghent", "state": "resolved"}]


def test_bad_post_is_reported_and_the_rest_goes_in(post):
    write(post.parents[1] / "bad.md", "Text.", "title: T\ndate: 2024-13-01")
    report = import_hugo(content(post))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert report.as_json()["errors"] == [
        {"file": "posts/bad.md", "line": 3, "reason": 'date "2024-13-01" is not a date; trip skipped'}
    ]


def test_bad_picture_is_reported_and_the_trip_goes_in(post):
    (post.parent / "a.jpg").write_bytes(b"no picture")
    report = import_hugo(content(post))
    assert counts(report) == (1, 0, 0, 0, 0)
    assert Figure.objects.get().photo is None
    assert any(warning.startswith("a.jpg: ") for warning in report.trips[0].warnings)


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_hugo", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_command_prints_json_and_nothing_else(post):
    out, err = run(str(content(post)), "--report", "json")
    report = json.loads(out)
    assert [report[name] for name in ("created", "updated", "unchanged", "skipped", "errors")] == [1, 0, 0, 0, []]
    assert list(report["trips"][0]) == [
        *("slug", "title", "starts_on", "ends_on", "status", "tags", "categories", "cover", "events", "days"),
        *("people", "places", "links", "figures", "references", "warnings"),
    ]
    assert err == ""


def test_command_prints_for_people(post):
    out, _ = run(str(content(post)))
    assert out.startswith("utrecht: Three days in Utrecht (2024-05-17 to 2024-05-18, draft)\n")
    assert out.endswith("created 1, updated 0, unchanged 0, skipped 0, errors 0\n")


def test_command_fails_on_bad_input(post, tmp_path):
    with pytest.raises(CommandError, match="no such file or folder"):
        run(str(tmp_path / "nothing"))
    write(post.parents[1] / "bad.md", "Text.", "title: T\ndate: 2024-13-01")
    with pytest.raises(CommandError, match="1 could not be imported; see above"):
        run(str(content(post)))
    assert Trip.objects.count() == 1


def test_what_is_asked_does_not_grow_with_the_people_of_a_post(tmp_path):
    def asked(people):
        names = [f"{first} Quell{last}" for first in ("Ines", "Tom") for last in "abcdefgh"[: people // 2]]
        links = ", ".join(f"[{name}](https://www.linkedin.com/in/{name[:3]}-{name[-1]}-{people})" for name in names)
        path = write(
            tmp_path / str(people) / "content" / "posts" / f"trip-{people}" / "index.md", f"On Friday with {links}."
        )
        with CaptureQueriesContext(connection) as queries:
            assert counts(import_hugo(path)) == (1, 0, 0, 0, 0)
        assert Day.objects.get(trip__slug=f"trip-{people}").encounters.count() == people
        return len(queries)

    asked(2)  # what is looked up once is known from now on
    assert asked(16) == asked(4)


def test_what_somebody_imports_is_a_version_with_all_its_parts(post):
    write(post, BODY, MATTER + '\ntags: ["Rain"]\ncategories: ["Travel"]')
    import_hugo(content(post), user=make_owner())
    kept = {version.content_type.model for version in Version.objects.all()}
    assert {"trip", "day", "encounter", "figure", "person", "taggedtrip", "categorizedtrip"} <= kept


def test_one_trip_that_cannot_be_loaded_leaves_the_others(post, tmp_path, monkeypatch):
    for name in ("first", "zuletzt"):
        write(post.parents[1] / name / "index.md", f"On Friday in {name}.")

    def failing(document, *arguments, **more):
        loaded = load(document, *arguments, **more)
        if document.trips[0].slug == "utrecht":
            raise LoadError("It is too wet.")
        return loaded

    monkeypatch.setattr(importing, "load", failing)
    report = import_hugo(content(post))
    assert counts(report) == (2, 0, 0, 0, 1)
    assert set(Trip.objects.values_list("slug", flat=True)) == {"first", "zuletzt"}
    assert "It is too wet." in str(report.errors[0])
    assert not Person.objects.exists()
