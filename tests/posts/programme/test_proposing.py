import pytest

from people.models import Alias
from posts.models import Day
from posts.programme.proposing import propose
from tests.factories import make_person, make_talk

pytestmark = pytest.mark.django_db


def proposed(body, *talks):
    return [(each.talk.title, each.why, "".join(each.words)) for each in propose(talks, [Day(body=body)])]


def test_title_is_found_also_folded_and_without_what_explains_it():
    talk = make_talk(title="Ropes of the North: a history", attendance="")
    assert proposed("I loved “ropes of the North” best.", talk) == [
        ("Ropes of the North: a history", "the text says its title", "I loved “ropes of the North” best.")
    ]
    assert proposed("I bought ropes of the north in a shop.", talk) == []
    assert proposed("History of the north.", talk) == []


def test_speaker_is_found_by_link_by_full_name_and_by_alias():
    ada = make_person("Ada Lund")
    Alias.objects.create(person=ada, name="Adalund99")
    talk = make_talk(speakers=(ada,), title="Knots", attendance="")
    assert proposed("Then [Ada](person:ada-lund) spoke.", talk)[0][1:] == ("the text links Ada Lund", "Then Ada spoke.")
    assert proposed("Then Ada Lund spoke.", talk)[0][1:] == ("the text names Ada Lund", "Then Ada Lund spoke.")
    assert proposed("Then Adalund99 spoke.", talk)[0][1] == "the text names Ada Lund"
    assert proposed("Then Ada spoke, and Lund, too.", talk) == []


def test_what_is_linked_comes_first_then_titles_then_speakers():
    ada = make_person("Ada Lund")
    talks = [
        make_talk(speakers=(ada,), title="Speaker", attendance=""),
        make_talk(title="The Longest Title", attendance="planned"),
        make_talk(title="Linked", slug="linked", attendance=""),
    ]
    body = "Ada Lund, then The Longest Title, then [that one](talk:linked)."
    assert [title for title, _, _ in proposed(body, *talks)] == ["Linked", "The Longest Title", "Speaker"]


def test_what_was_decided_on_or_cancelled_is_not_proposed():
    heard = make_talk(title="The Longest Title", attendance="heard")
    cancelled = make_talk(title="The Longest Title", attendance="", is_cancelled=True)
    assert proposed("The Longest Title", heard, cancelled) == []


def test_code_and_comments_name_nobody():
    talk = make_talk(title="The Longest Title", attendance="")
    assert proposed("<!-- The Longest Title -->", talk) == []


def test_long_text_is_cut_to_the_passage():
    talk = make_talk(title="The Longest Title", attendance="")
    passage = proposed(f"{'before ' * 30}The Longest Title{' after' * 30}", talk)[0][2]
    assert passage == "…" + "before " * 6 + "The Longest Title" + " after" * 7 + "…"
