import datetime

import pytest

from people.models import FormerSlug, Visibility
from posts.appearances import mentions_of, published_people, section_anchors
from posts.models import Day, FigurePerson, RetiredSlug, Status

from ..factories import make_day, make_encounter, make_figure, make_person, make_place, make_talk, make_trip

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [person.name for person in published_people()]


def met(person, day):
    make_encounter(day, person)


def heard(person, day):
    make_talk(day, speakers=(person,))


def pictured(person, day):
    FigurePerson.objects.create(figure=make_figure(day.trip, day=day, photo=None), person=person)


def named(person, day):
    day.body = f"I saw [her](person:{person.slug})."
    day.save()


def named_by_a_former_slug(person, day):
    FormerSlug.objects.create(person=person, slug="as-she-was")
    day.body = "I saw [her](person:as-she-was)."
    day.save()


APPEARANCES = [met, heard, pictured, named, named_by_a_former_slug]


@pytest.mark.parametrize("appear", APPEARANCES)
def test_a_public_person_who_appears_has_a_page(appear):
    make_person("Nobody")
    appear(make_person("Ada"), make_day())
    assert names() == ["Ada"]


@pytest.mark.parametrize("appear", APPEARANCES)
@pytest.mark.parametrize("where", ["draft trip", "draft day"])
def test_a_person_who_appears_in_a_draft_only_has_no_page(appear, where):
    trip = make_trip(status=Status.DRAFT if where == "draft trip" else Status.PUBLISHED)
    day = make_day(trip, status=Status.DRAFT if where == "draft day" else Status.PUBLISHED)
    appear(make_person("Ada"), day)
    assert names() == []


@pytest.mark.parametrize("visibility", [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN])
def test_a_person_who_is_not_public_has_no_page(visibility):
    met(make_person("Ada", visibility=visibility, pseudonym="a friend"), make_day())
    assert names() == []


def test_sections_that_share_a_date_have_anchors_of_their_own():
    trip = make_trip()
    date = trip.starts_on
    days = [make_day(trip), make_day(trip), make_day(trip, date=trip.ends_on), make_day(trip, kind=Day.Kind.EPILOGUE)]
    other = make_day(make_trip())
    assert list(section_anchors([*days, other]).values()) == [
        f"day-{date}",
        f"day-{date}-2",
        f"day-{trip.ends_on}",
        "epilogue",
        f"day-{date}",
    ]


def test_a_mention_leads_to_the_passage_in_the_second_section_of_a_date():
    trip = make_trip(slug="two")
    make_day(trip, body="In the morning.")
    second = make_day(trip, body="We ate at [the stand](place:the-stand).\n\nAgain [there](place:the-stand).")
    mentions = mentions_of(make_place("The Stand"))
    assert [mention.day for mention in mentions] == [second, second]
    anchors = [reference.anchor for reference in second.references.all()]
    assert len(set(anchors)) == 2
    assert [mention.url for mention in mentions] == [f"/trips/two/#day-{trip.starts_on}-2-{each}" for each in anchors]


def test_a_passage_that_names_something_twice_is_one_mention():
    make_day(body="From [the stand](place:the-stand) to [the stand](place:the-stand).")
    assert len(mentions_of(make_place("The Stand"))) == 1


def test_mentions_in_every_kind_of_text_the_latest_trip_first():
    place = make_place("The Stand")
    text = "At [the stand](place:the-stand)."
    old = make_trip(slug="old", starts_on=datetime.date(2020, 1, 1), summary=text)
    new = make_trip(slug="new")
    day = make_day(new)
    make_figure(new, name="burger", caption=text, photo=None)
    talk = make_talk(day, slug="on-burgers", notes=text)
    make_day(make_trip(status=Status.DRAFT), body=text)
    urls = [mention.url for mention in mentions_of(place)]
    anchor = talk.references.get().anchor
    assert sorted(urls[:2]) == [f"/talks/on-burgers/#{anchor}", "/trips/new/#figure-burger"]
    assert urls[2:] == [old.get_absolute_url()]


def test_mentions_by_a_slug_something_once_had():
    place = make_place("The Stand")
    RetiredSlug.objects.create(kind="place", slug="burgers", target=place.uuid)
    RetiredSlug.objects.create(kind="event", slug="fries", target=place.uuid)
    make_day(body="[Burgers](place:burgers) and [fries](place:fries)")
    assert [mention.day is not None for mention in mentions_of(place)] == [True]
