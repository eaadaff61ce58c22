import pytest

from people.models import Visibility
from posts.models import SearchWord
from posts.search.find import find
from posts.search.query import parse
from posts.search.suggest import distance, suggest
from tests.factories import make_day, make_encounter, make_person, make_trip

pytestmark = pytest.mark.django_db


def suggestion(typed):
    query = parse(typed)
    return suggest(query, find(query).total)


@pytest.mark.parametrize(
    ("word", "other", "changes"),
    [
        ("helsinki", "helsinki", 0),
        ("helsnki", "helsinki", 1),
        ("hellsinki", "helsinki", 1),
        ("hulsinki", "helsinki", 1),
        ("heslinki", "helsinki", 1),
        ("hesnki", "helsinki", 2),
        ("", "ada", 3),
        ("ca", "abc", 3),
    ],
)
def test_distance_counts_changed_letters(word, other, changes):
    assert distance(word, other) == distance(other, word) == changes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("helsnki", "helsinki"),
        ("Hlesinki", "helsinki"),
        ("helsinky", "helsinki"),
        ("elsinki", "helsinki"),
        ("jhon", "john"),
        ("lodx", "lodz"),
        ("helsnki john", "helsinki john"),
        ("helsnki jhon", "helsinki john"),
        ('"met in" helsnki', '"met in" helsinki'),
        ("helsinki", ""),
        ("hels", ""),
        ("xyzzyplugh", ""),
        ("jo", ""),
        ("john helsinki oslo", ""),
        ("helsnki oslo", ""),
    ],
)
def test_mistyped_words_are_corrected(typed, expected):
    for title in ("Helsinki", "Another", "A third"):
        make_day(title=title, body="We met in Helsinki: John and I, from Łódź.")
    make_day(title="Oslo", body="Alone.")
    assert suggestion(typed) == expected


def test_rare_misspelling_gives_way_to_the_frequent_word():
    for number in range(4):
        make_day(title=f"Day {number}", body="In Helsinki.")
    make_day(title="Hesinki", body="Misspelled.")
    assert suggestion("hesinki") == "helsinki"
    assert suggestion("helsinki") == ""


def test_nothing_is_suggested_that_the_public_cannot_find():
    make_day(make_trip(status="draft"), title="Helsinki")
    person = make_person("Josephine", visibility=Visibility.NAME)
    make_encounter(make_day(title="Day", body="[Josephine](person:josephine)"), person)
    assert suggestion("helsnki") == ""
    assert suggestion("jozephine") == "josephine"
    person.visibility = Visibility.HIDDEN
    person.save()
    assert SearchWord.objects.filter(word="josephine").exists()
    assert suggestion("jozephine") == ""
