import pytest

from people.models import Visibility
from posts.prose.source import public_source
from posts.prose.targets import Targets
from tests.factories import make_figure, make_person, make_trip

pytestmark = pytest.mark.django_db


def public(source, trip=None):
    return public_source(source, Targets.for_texts([source], trip))


def test_public_references_stay():
    make_person("Ada")
    make_trip(slug="oslo")
    source = "[Ada](person:ada) in [Oslo](trip:oslo), [home](https://x.example/)."
    assert public(source) == source


@pytest.mark.parametrize(
    "spelling",
    [
        "[Ada](person:ada)",
        '[Ada](person:ada "a title")',
        "[Ada](<person:ada>)",
        "[Ada][1]\n\n[1]: person:ada",
        "[Ada][]\n\n[Ada]: person:ada",
        "[Ada]\n\n[Ada]: person:ada",
        '<a class="x" href="person:ada">Ada</a>',
        "<a href='person:ada'>Ada</a>",
        "[*Ada*](  person:ada  )",
        "[Ada [L.]](person:ada)",
    ],
)
@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.PSEUDONYM])
def test_no_spelling_gives_a_name_away(spelling, visibility):
    make_person("Ada", visibility=visibility, pseudonym="a friend")
    result = public(f"I met {spelling}")
    assert "ada" not in result.lower()
    assert ("someone" if visibility == Visibility.HIDDEN else "a friend") in result


def test_name_only_and_dangling_become_words():
    make_person("Ada", visibility=Visibility.NAME)
    assert public("[Ada](person:ada) in [Oslo](trip:oslo)") == "Ada in Oslo"


def test_withheld_figure_is_left_out():
    trip = make_trip()
    make_figure(trip, name="shown")
    figure = make_figure(trip, name="withheld")
    figure.people.add(make_person("Ada", visibility=Visibility.HIDDEN))
    assert public("![](figure:shown)\n\n![](figure:withheld)\n", trip) == "![](figure:shown)\n\n\n"


def test_old_slug_becomes_the_new_one():
    person = make_person("Ada")
    person.slug = "ada-king"
    person.save()
    assert public("[Ada](person:ada)") == "[Ada](person:ada-king)"


def test_fenced_code_stays():
    source = "```\n[Bo](person:bo)\n```\n\n[Bo](person:bo)"
    assert public(source) == "```\n[Bo](person:bo)\n```\n\nBo"
