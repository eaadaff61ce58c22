"""The seed post in a log: its public page, and a second import."""

import json

import pytest
from django.core.management import call_command

from media.derivatives import make
from media.models import Photo
from people.models import Person
from posts.models import Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(seed, client):
    call_command("import_hugo", str(seed), publish=True, verbosity=0)
    for photo in Photo.objects.all():
        make(photo)
    return client.get("/trips/2024-nixcon-scale/").content.decode()


def test_public_page_shows_figures_people_and_days(page):
    assert page.count("<figure") == 3
    assert "Left to right: (random guy" in page
    names = [person.name for person in Person.objects.all() if f'href="/people/{person.slug}/"' in page]
    assert len(names) == 15
    assert [day in page for day in ("March 14", "March 15", "March 16", "March 17", "March 18")] == [True] * 5
    assert "{{<" not in page


def test_second_import_says_unchanged(page, seed, capsys):
    call_command("import_hugo", str(seed), report="json")
    report = json.loads(capsys.readouterr().out)
    assert [report[name] for name in ("created", "updated", "unchanged", "skipped", "errors")] == [0, 0, 1, 0, []]
    assert Trip.objects.count() == 1
