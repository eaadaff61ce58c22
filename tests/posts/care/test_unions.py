import json

import pytest

from people.models import Alias, DifferentPeople, FormerSlug, Person, PersonLink, Union, Visibility, Wish
from posts.appearances import mentions_of
from posts.care.unions import UnionRefused, merge, separate
from posts.exchange.export import writer_document
from posts.exchange.stream import public_log
from posts.models import Day, Encounter, Log, SearchEntry, Trip
from tests.factories import make_day, make_encounter, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


def everything() -> list:
    """What the log exports, to the public and to its writer, but for when it was last changed."""
    exports = [json.loads(b"".join(public_log()))]
    exports += [json.loads(writer_document(trip).model_dump_json()) for trip in Trip.objects.order_by("pk")]
    for export in exports:
        for trip in export["trips"]:
            del trip["updated_at"]
    return exports


@pytest.fixture
def trip():
    return make_trip(slug="oslo")


@pytest.fixture
def nicolas():
    return make_person("Nicolas", slug="nicolas", affiliation="Works", about="Writes.")


@pytest.fixture
def nic(trip, nicolas):
    """Somebody who appears in every way that there is."""
    nic = make_person("Nic", slug="nic", pronouns="he", about="Sails.", private_note="owes me a tea")
    FormerSlug.objects.create(person=nic, slug="nick")
    Alias.objects.create(person=nic, name="Nicolas")
    Alias.objects.create(person=nic, name="Nico")
    PersonLink.objects.create(person=nic, url="https://nic.example/")
    PersonLink.objects.create(person=nic, url="https://both.example/")
    PersonLink.objects.create(person=nicolas, url="https://both.example/")
    Wish.objects.create(person=nic, kind="other", text="Hello")
    both = make_day(
        trip, body="[Nic](person:nic) and [Nick](person:nick) and [Nicolas](person:nicolas). `person:nic`\n\nTea."
    )
    alone = make_day(trip, body="Nobody")
    make_encounter(both, nicolas, role="seen", private_note="tall")
    make_encounter(both, nic, role="met", private_note="small", affiliation="Docks")
    make_encounter(alone, nic, introduced_by=nicolas)
    make_encounter(alone, make_person("Ada"), introduced_by=nic)
    make_talk(both, (nic, nicolas), notes="By [Nic](person:nic)")
    make_talk(both, (nic,))
    figure = make_figure(trip, day=both, caption="[Nic](person:nic) at sea")
    figure.people.add(nic)
    DifferentPeople.objects.create(first=min(nic, nicolas, key=pk), second=max(nic, nicolas, key=pk))
    return nic


def pk(person):
    return person.pk


def test_merge_moves_everything(trip, nicolas, nic):
    merge(nicolas, nic)
    assert list(Person.objects.order_by("name").values_list("name", flat=True)) == ["Ada", "Nicolas"]
    day = Day.objects.get(body__contains="Nick")
    assert day.body == (
        "[Nic](person:nicolas) and [Nick](person:nicolas) and [Nicolas](person:nicolas). `person:nic`\n\nTea."
    )
    assert sorted(nicolas.encounters.values_list("role", "private_note", "affiliation", "introduced_by")) == [
        ("met", "", "", None),
        ("met", "tall\n\nsmall", "Docks", None),
    ]
    assert Encounter.objects.get(person__name="Ada").introduced_by == nicolas
    assert [talk.talk_speakers.count() for talk in day.talks.order_by("id")] == [1, 1]
    assert list(nicolas.talks.order_by("id").values_list("notes", flat=True)) == ["By [Nic](person:nicolas)", ""]
    assert [figure.caption for figure in nicolas.figures.all()] == ["[Nic](person:nicolas) at sea"]
    assert set(nicolas.links.values_list("url", flat=True)) == {"https://nic.example/", "https://both.example/"}
    assert sorted(nicolas.aliases.values_list("name", flat=True)) == ["Nic", "Nico"]
    assert sorted(nicolas.former_slugs.values_list("slug", flat=True)) == ["nic", "nick"]
    assert nicolas.wishes.count() == 1
    nicolas.refresh_from_db()
    assert (nicolas.pronouns, nicolas.affiliation, nicolas.about) == ("he", "Works", "Writes.\n\nSails.")


def test_merged_address_leads_to_the_kept(client, trip, nicolas, nic):
    merge(nicolas, nic)
    assert client.get("/people/nic/")["Location"] == "/people/nicolas/"
    assert client.get("/people/nick/")["Location"] == "/people/nicolas/"


def test_merge_reaches_the_index_and_the_search(trip, nicolas, nic):
    day_anchors = len(mentions_of(nicolas))
    merge(nicolas, nic)
    assert len(mentions_of(nicolas)) == day_anchors + 2
    entries = SearchEntry.objects.filter(kind="person").values_list("key", "title", "words").order_by("title")
    assert [(key, title, "nico" in words.split()) for key, title, words in entries][1:] == [
        (nicolas.pk, "Nicolas", True)
    ]


def test_merge_raises_the_revision_once_and_touches_the_trip(trip, nicolas, nic):
    revision, updated = Log.current().revision, trip.updated_at
    merge(nicolas, nic)
    trip.refresh_from_db()
    assert Log.current().revision == revision + 1
    assert trip.updated_at > updated


@pytest.mark.parametrize(
    ("kept", "merged", "expected"),
    [("public", "hidden", "hidden"), ("name", "public", "name"), ("pseudonym", "public", "pseudonym")],
)
def test_merge_shows_no_more_than_before(kept, merged, expected):
    one = make_person("One", visibility=kept, pseudonym="a friend")
    merge(one, make_person("Other", visibility=merged))
    assert Person.objects.get().visibility == Visibility(expected)


def test_merge_with_oneself_is_refused(nicolas):
    with pytest.raises(UnionRefused, match="the same person already"):
        merge(nicolas, nicolas)


def test_undo_gives_back_the_same_log(trip, nicolas, nic):
    before = everything()
    union = merge(nicolas, nic)
    assert everything() != before
    assert separate(union) == []
    assert everything() == before
    assert DifferentPeople.objects.count() == 1
    assert Encounter.objects.get(person__name="Nic", day__body__contains="Nick").private_note == "small"


def test_undo_of_two_hundred_references(trip):
    kept, merged = make_person("Kept", slug="kept"), make_person("Merged", slug="merged")
    for number in range(20):
        make_day(trip, body="\n\n".join(f"[They {number} {each}](person:merged) spoke." for each in range(10)))
    before = everything()
    union = merge(kept, merged)
    assert len(mentions_of(kept)) == 200
    assert separate(union) == []
    assert everything() == before


def test_undo_leaves_alone_what_was_edited_since(trip, nicolas, nic):
    union = merge(nicolas, nic)
    day = Day.objects.get(body__contains="Nick")
    day.body += "\n\nMore."
    day.save()
    nicolas.refresh_from_db()
    nicolas.pronouns = "they"
    nicolas.save()
    told = separate(union)
    assert told == ["person “Nicolas”: pronouns was edited since and stays"]
    day.refresh_from_db()
    assert day.body.startswith("[Nic](person:nic) and [Nick](person:nick)")
    assert day.body.endswith("\n\nMore.")


def test_unions_are_undone_the_latest_first(trip, nicolas, nic):
    before = everything()
    first = merge(nicolas, nic)
    second = merge(Person.objects.get(name="Ada"), nicolas)
    first.refresh_from_db()
    with pytest.raises(UnionRefused, match="Take back “Nicolas into Ada” first"):
        separate(first)
    separate(second)
    first.refresh_from_db()
    separate(first)
    assert everything() == before
    with pytest.raises(UnionRefused, match="taken back already"):
        separate(Union.objects.get(pk=first.pk))


def test_undo_is_refused_while_the_slug_is_taken(trip, nicolas, nic):
    union = merge(nicolas, nic)
    make_person("Other Nic", slug="nic")
    with pytest.raises(UnionRefused, match="slug “nic” belongs to Other Nic now"):
        separate(union)
    assert not Person.objects.filter(name="Nic").exists()
