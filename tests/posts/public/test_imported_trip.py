"""An imported trip as readers see it: of the seed post where it is at hand, of the sample's post everywhere."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from media import derivatives
from media.models import Photo
from people.models import Person
from posts.exchange.hugo_import import import_hugo
from posts.models import Trip
from tripsite.sample_log import SAMPLE

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Expected:
    slug: str
    days: list[str]
    people: int
    figures: int


SEED = Expected(
    "2024-nixcon-scale", ["2024-03-14", "2024-03-15", "2024-03-16", "2024-03-17", "2024-03-18"], people=15, figures=3
)
SAMPLE_POST = Expected(
    "2025-helsinki-patina", ["2025-11-06", "2025-11-07", "2025-11-08", "2025-11-09"], people=10, figures=6
)


@pytest.fixture(params=["seed", "sample"])
def imported(request):
    """Import one of the two and return what to expect of it."""
    folder = request.getfixturevalue("seed") if request.param == "seed" else SAMPLE / "content"
    report = import_hugo(folder, publish=True)
    assert (report.created, report.errors) == (1, [])
    return SEED if request.param == "seed" else SAMPLE_POST


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.people, self.days, self.pictures = set(), [], []
        self.captions = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and values.get("class") == "person":
            self.people.add(values["href"])
        if tag == "section" and (values.get("id") or "").startswith("day-"):
            self.days.append(values["id"].removeprefix("day-"))
        if tag == "img" and "/photos/" in values.get("src", ""):
            self.pictures.append(values["src"])
        self.captions += tag == "figcaption"


def test_imported_trip_reads_well(imported, client):
    derivatives.make(Photo.objects.first())
    html = client.get(f"/trips/{imported.slug}/").content.decode()
    page = Page()
    page.feed(html)
    assert page.days == imported.days
    assert len(page.people) == imported.people
    assert html.count("<figure") == imported.figures
    assert page.captions >= imported.figures
    shown = client.get(page.pictures[0])
    assert (shown.status_code, b"".join(shown.streaming_content)[:3]) == (200, b"\xff\xd8\xff")
    assert {client.get(address).status_code for address in page.people} == {200}
    unread = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
    assert "{{<" not in unread
    assert "](" not in unread


def test_every_linked_person_has_a_page(imported, client):
    linked = Person.objects.exclude(links=None)
    assert linked.count() == imported.people
    assert {client.get(person.get_absolute_url()).status_code for person in linked} == {200}


def test_importing_again_changes_nothing(imported, client, request):
    before = client.get("/export.json")
    document = b"".join(before.streaming_content)
    folder = request.getfixturevalue("seed") if imported is SEED else SAMPLE / "content"
    report = import_hugo(folder, publish=True)
    assert (report.created, report.updated, report.unchanged, report.skipped) == (0, 0, 1, 0)
    after = client.get("/export.json")
    assert b"".join(after.streaming_content) == document
    assert after["ETag"] == before["ETag"]
    assert Trip.objects.count() == 1
