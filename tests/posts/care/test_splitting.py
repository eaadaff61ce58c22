import pytest

from people.models import Alias, Person, PersonLink
from posts.care.splitting import SplitRefused, pieces_of, split
from posts.models import Day
from tests.factories import make_day, make_encounter, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    ben = make_person("Ben", slug="ben", visibility="name")
    trip = make_trip(title="Oslo")
    day = make_day(trip, title="Friday", body="[Ben](person:ben) cooked, [Ben](person:ben) sang. `person:ben`")
    make_encounter(day, ben)
    make_talk(day, (ben,), title="Boots", notes="[Ben](person:ben) spoke")
    make_figure(trip, name="sea", title="Sea").people.add(ben)
    PersonLink.objects.create(person=ben, url="https://ben.example/")
    Alias.objects.create(person=ben, name="Benny")
    return ben


def test_pieces_of_a_person(ben):
    assert [(piece.what, piece.where, piece.words) for piece in pieces_of(ben)] == [
        ("passage", "Oslo, Friday", "[Ben](person:ben) cooked, [Ben](person:ben) sang. `person:ben`"),
        ("passage", "Oslo, Friday", "[Ben](person:ben) cooked, [Ben](person:ben) sang. `person:ben`"),
        ("passage", "Boots", "[Ben](person:ben) spoke"),
        ("encounter", "Oslo, Friday", "met"),
        ("talk speaker", "", "Boots"),
        ("person in the picture", "Oslo", "Sea"),
        ("person link", "", "https://ben.example/"),
        ("alias", "", "Benny"),
    ]


def test_split_moves_what_was_chosen_and_nothing_else(ben):
    keys = [piece.key for piece in pieces_of(ben)]
    other = split(ben, " Ben  Other ", [keys[1], keys[3], keys[6]])
    assert (other.name, other.slug, other.visibility) == ("Ben Other", "ben-other", "name")
    assert Day.objects.get().body == "[Ben](person:ben) cooked, [Ben](person:ben-other) sang. `person:ben`"
    assert other.encounters.count() == 1
    assert [link.url for link in other.links.all()] == ["https://ben.example/"]
    assert (ben.encounters.count(), ben.links.count(), ben.talks.count(), ben.aliases.count()) == (0, 0, 1, 1)


def test_split_is_refused_when_a_text_changed_meanwhile(ben):
    keys = [piece.key for piece in pieces_of(ben)]
    day = Day.objects.get()
    day.body = "More. " + day.body
    day.save()
    with pytest.raises(SplitRefused, match="changed meanwhile"):
        split(ben, "Other", keys[:1])
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("name", "keys", "message"), [(" ", ["x"], "Give the name"), ("Bo", [], "at least one")])
def test_split_needs_a_name_and_a_choice(ben, name, keys, message):
    with pytest.raises(SplitRefused, match=message):
        split(ben, name, keys)
