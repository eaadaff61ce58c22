import pytest

from people.models import Wish
from posts.care.wishes import MOST_OPEN, WishRefused, ask, decline, grant
from posts.models import Figure
from tests.factories import make_figure, make_person, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada", slug="ada")


def test_another_name(ada):
    done = grant(ask(ada, "name", " Ada  King "))
    ada.refresh_from_db()
    assert done == "Ada is Ada King now. Texts keep the words in which they name somebody: look those over."
    assert (ada.name, ada.slug) == ("Ada King", "ada")
    assert list(ada.aliases.values_list("name", "kind")) == [("Ada", "former")]


def test_another_link_in_the_writers_wording(ada):
    wish = ask(ada, "link", "ada.example")
    with pytest.raises(WishRefused, match=r"“ada\.example” is no web address"):
        grant(wish)
    wish.refresh_from_db()
    assert wish.answer == ""
    grant(wish, "https://ada.example/")
    assert list(ada.links.values_list("url", flat=True)) == ["https://ada.example/"]


def test_hide_me(ada):
    grant(ask(ada, "hide", ""))
    ada.refresh_from_db()
    assert (ada.visibility, ada.figures_withheld) == ("hidden", True)


def test_remove_this_photo(ada):
    figure = make_figure(make_trip())
    assert grant(ask(ada, "photo", "", figure)) == f"No figure shows that photo any more: {figure}."
    assert Figure.objects.get().photo is None


def test_answers(ada):
    wish = ask(ada, "other", "Hello")
    decline(wish)
    wish.refresh_from_db()
    assert (wish.answer, wish.answered_at is not None) == ("declined", True)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("", "x", "Choose what"),
        ("name", " ", "Write what"),
        ("photo", "", "Choose the photo"),
        ("other", "x" * 2001, "too long"),
    ],
)
def test_what_is_not_taken(ada, kind, text, message):
    with pytest.raises(WishRefused, match=message):
        ask(ada, kind, text)


def test_not_more_than_can_be_read(ada):
    for _ in range(MOST_OPEN):
        ask(ada, "other", "again")
    with pytest.raises(WishRefused, match="many wishes"):
        ask(ada, "other", "again")
    assert Wish.objects.count() == MOST_OPEN
