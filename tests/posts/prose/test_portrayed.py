import pytest

from people.models import Visibility
from posts.models import FigurePerson, SearchEntry
from tests.factories import make_day, make_figure, make_person, make_trip

pytestmark = pytest.mark.django_db


def put(figure, *people):
    for position, person in enumerate(people):
        FigurePerson.objects.create(figure=figure, person=person, position=position)


@pytest.fixture
def trip():
    trip = make_trip(slug="oslo")
    make_day(trip, body="![](figure:crowd)")
    return trip


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        (Visibility.PUBLIC, 'Left to right: Grace, <a class="person" href="/people/ada/">Ada</a>.'),
        (Visibility.NAME, "Left to right: Grace, Ada."),
        (Visibility.PSEUDONYM, "Left to right: Grace, a friend."),
        (Visibility.HIDDEN, "In the picture: Grace."),
    ],
)
@pytest.mark.parametrize("address", ["/trips/oslo/", "/trips/oslo/2024-03-14/"])
def test_a_line_is_made_of_the_people_as_they_may_be_shown(client, trip, address, visibility, expected):
    figure = make_figure(trip, name="crowd", title="The crowd")
    ada = make_person("Ada", pseudonym="a friend", figures_withheld=False)
    put(figure, make_person("Grace", visibility=Visibility.NAME), ada)
    assert 'href="/people/ada/">Ada</a>.' in client.get(address).content.decode()
    ada.visibility = visibility
    ada.save()
    page = client.get(address).content.decode()
    assert f'<span class="in-picture">{expected}</span>' in page
    assert ("Ada" in page) == (visibility in (Visibility.PUBLIC, Visibility.NAME))


def test_feeds_and_search_hold_the_line_as_it_may_be_shown(client, trip):
    ada = make_person("Ada", visibility=Visibility.PSEUDONYM, pseudonym="a friend")
    put(make_figure(trip, name="crowd"), make_person("Grace"), ada)
    feed = client.get("/feed.json").content.decode()
    assert ("a friend" in feed, "Ada" in feed) == (True, False)
    entry = SearchEntry.objects.get(kind="trip")
    assert ("a friend" in entry.text, "Grace" in entry.text, "Ada" in entry.text) == (True, True, False)


@pytest.mark.parametrize(
    ("caption", "is_told"),
    [
        ("Left to right: (somebody), Ada, Grace", False),
        ("[Ada](person:ada) shows [Grace](person:grace) the way", False),
        ("[Ada](person:ada) shows the way", True),
        ("", True),
    ],
)
def test_what_the_caption_tells_is_not_told_twice(client, trip, caption, is_told):
    put(make_figure(trip, name="crowd", caption=caption), make_person("Ada"), make_person("Grace"))
    assert ('class="in-picture"' in client.get("/trips/oslo/").content.decode()) == is_told
