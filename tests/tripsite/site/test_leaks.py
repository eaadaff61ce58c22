"""Nothing private is in the folder, whole or brought up to date: every file is searched."""

from pathlib import Path

import pytest

from people.models import Person
from posts.models import Status, Trip
from tests.posts.public.test_leaks import PRIVATE, _secrets_in, build_log
from tests.posts.public.test_leaks_of_people import ALLOWED, marked_person, marks_in, show_as
from tripsite.site.building import build

from .folders import contents

pytestmark = pytest.mark.django_db


def test_a_built_folder_holds_what_is_public_and_nothing_else(tmp_path: Path):
    build_log()
    site = tmp_path / "site"
    build(site, "https://example.org", processes=1)
    files = contents(site)
    assert {name for name, content in files.items() if _secrets_in(content)} == set()
    assert [name for name in files if PRIVATE.search(name.encode())] == []
    everything = b"".join(files.values()).lower()
    expected = "log tagline author trip body talk notes abstract figure tag category person name pseudonym alias link"
    assert [word for word in expected.split() if f"public-{word}".encode() not in everything] == []

    trip = Trip.objects.get(slug="public-trip")
    trip.status = Status.WITHDRAWN
    trip.save()
    build(site, "https://example.org", processes=1)
    left = contents(site)
    assert [name for name, content in left.items() if b"public-body" in content.lower()] == []
    assert [name for name in left if name.startswith(("trips/", "photos/", "talks/public", "cards/"))] == []


def test_each_visibility_lets_out_of_the_folder_what_it_says(tmp_path: Path):
    person = marked_person()
    site = tmp_path / "site"
    for visibility in ("public", "hidden", "pseudonym", "name", "hidden"):
        show_as(person, visibility)
        build(site, "https://example.org", processes=1)
        found = marks_in(contents(site))
        # An old address leads on, as it does from the log itself; it is named by nothing but its own file.
        assert found - {"former-slug"} == ALLOWED[visibility], visibility
    assert Person.objects.get(pk=person.pk).visibility == "hidden"
