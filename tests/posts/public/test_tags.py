import pytest

from posts.models import Status
from posts.public import tags

from ...factories import make_trip
from .pages import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("manager", "url", "kind"), [("tags", "/tags/nix/", "Tag"), ("categories", "/categories/nix/", "Category")]
)
@pytest.mark.parametrize(("few", "told"), [(tags.FEW, "2 trips"), (2, "2 trips"), (1, "More than 1 trips")])
def test_a_tag_or_category_lists_its_trips(client, monkeypatch, manager, url, kind, few, told):
    monkeypatch.setattr(tags, "FEW", few)
    for title in ("One", "Two"):
        getattr(make_trip(title=title), manager).add("Nix")
    getattr(make_trip(title="Draft", status=Status.DRAFT), manager).add("Nix")
    make_trip(title="Untagged")
    page = read(client, url)
    assert f"{kind} Nix {told}" in page.words
    assert [title in page.words for title in ("One", "Two", "Draft", "Untagged")] == [True, True, False, False]


@pytest.mark.parametrize(("manager", "url"), [("tags", "/tags/nix/"), ("categories", "/categories/nix/")])
def test_a_label_of_drafts_only_is_not_found(client, manager, url):
    getattr(make_trip(status=Status.DRAFT), manager).add("Nix")
    assert client.get(url).status_code == 404


def test_an_unknown_label_is_not_found(client):
    make_trip().tags.add("Nix")
    assert client.get("/tags/other/").status_code == 404
    assert client.get("/categories/nix/").status_code == 404


def test_a_label_in_another_script(client):
    trip = make_trip(title="One")
    trip.tags.add("東京")
    assert "東京" in read(client, trip.tags.get().get_absolute_url()).words
