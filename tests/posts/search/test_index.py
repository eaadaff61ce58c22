import pytest
from django.core.management import call_command
from django.db import connection

from posts.models import SearchEntry, SearchWord
from posts.search import engines
from posts.search.index import MAX_WORDS_LENGTH, is_missing, rebuild
from tests.factories import make_day, make_place, make_trip

from .entries import everything, found

pytestmark = pytest.mark.django_db


def test_command_makes_the_index_anew(capsys):
    day = make_day(title="Kappa")
    make_place("Lambda")
    before = everything()
    SearchEntry.objects.filter(kind="day").delete()
    SearchWord.objects.create(word="forgotten")
    assert found("kappa") == []
    call_command("rebuild_search")
    assert capsys.readouterr().out == "3 entries indexed.\n"
    assert everything() == before
    assert found("kappa") == [("day", day.title)]
    assert sorted(SearchWord.objects.values_list("word", flat=True)) == sorted(
        {"kappa", "lambda", *day.trip.title.lower().split()}
    )


def test_log_from_before_there_was_an_index_is_noticed():
    assert not is_missing()
    make_day(title="Kappa")
    assert not is_missing()
    SearchEntry.objects.all().delete()
    assert is_missing()
    assert rebuild() == 2
    assert not is_missing()


def test_full_text_follows_the_entries():
    make_day(title="Kappa")
    SearchEntry.objects.filter(kind="day").update(title_words="lambda")
    assert (found("kappa"), found("lambda")) == ([], [("day", "Kappa")])
    SearchEntry.objects.all().delete()
    assert found("lambda") == []


def test_full_text_is_made_where_it_is_missing():
    make_day(title="Kappa")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE posts_searchentry DROP COLUMN document")
        else:
            for name in ("added", "changed", "removed"):
                cursor.execute(f"DROP TRIGGER search_entry_{name}")
            cursor.execute("DROP TABLE posts_searchindex")
    for _ in range(2):
        engines.create("default")
        assert found("kappa") == [("day", "Kappa")]
    make_day(title="Kappa again")
    assert len(found("kappa")) == 2


def test_novel_of_a_day_can_be_saved():
    body = " ".join(f"w{number}" for number in range(MAX_WORDS_LENGTH // 5))
    make_day(make_trip(), title="Novel", body=body)
    assert found("w77") == [("day", "Novel")]
    assert len(SearchEntry.objects.get(kind="day").words) <= MAX_WORDS_LENGTH


def test_text_of_any_script_can_be_indexed():
    letters = "".join(chr(number) for number in range(0x20, 0x3000) if chr(number).isprintable())
    make_day(title="Letters", body=letters.replace("`", ""))
    assert found("letters") == [("day", "Letters")]
