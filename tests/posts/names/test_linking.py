"""Carrying out what was decided about names."""

import pytest

from people.models import IgnoredName, Person, Visibility
from posts.models import IgnoredInTrip, Log, Reference
from posts.names.linking import Action, Decision, Spot, carry_out
from posts.names.texts import digest, texts_of
from tests.factories import make_day, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


def spots(text, words):
    found, start = [], text.source.find(words)
    while start >= 0:
        found.append(Spot(text.key, start, start + len(words)))
        start = text.source.find(words, start + 1)
    return found


def decide(trip, action, words, person=None, **values):
    """Decide the same about each place where the words stand in a trip's texts."""
    texts = texts_of(trip)
    places = [spot for text in texts for spot in spots(text, words)]
    outcome = carry_out(
        [Decision(action, trip.pk, words, places, person, **values)], {text.key: text.digest for text in texts}
    )
    return outcome


def test_links_stand_where_the_words_stood_in_every_kind_of_text():
    ada = make_person("Ada", slug="ada")
    trip = make_trip(summary="To Ada.")
    day = make_day(trip, body="Ada, _Ada_\nand **Ada**.")
    figure = make_figure(trip, caption="Ada, left")
    talk = make_talk(day, notes="By Ada")
    outcome = decide(trip, Action.LINK, "Ada", ada)
    for thing in (trip, day, figure, talk):
        thing.refresh_from_db()
    assert trip.summary == "To [Ada](person:ada)."
    assert day.body == "[Ada](person:ada), _[Ada](person:ada)_\nand **[Ada](person:ada)**."
    assert figure.caption == "[Ada](person:ada), left"
    assert talk.notes == "By [Ada](person:ada)"
    assert (outcome.links, outcome.left) == (6, [])
    assert Reference.objects.filter(kind="person", slug="ada").count() == 6


def test_words_over_two_lines_become_one_link():
    kyle = make_person("Kyle Davis", slug="kyle")
    day = make_day(body="> by Kyle\r\n> Davis, who")
    text = texts_of(day.trip)[0]
    start = day.body.index("Kyle")
    decision = Decision(Action.LINK, day.trip_id, "Kyle Davis", [Spot(text.key, start, day.body.index(","))], kyle)
    carry_out([decision], {text.key: text.digest})
    day.refresh_from_db()
    assert day.body == "> by [Kyle Davis](person:kyle), who"


def test_slip_is_corrected_with_and_without_a_link():
    ada = make_person("Addison", slug="addison")
    day = make_day(body="Addision left.")
    decide(day.trip, Action.CORRECT, "Addision", ada, label="Addison")
    day.refresh_from_db()
    assert day.body == "[Addison](person:addison) left."
    day.body = "Addision left."
    day.save()
    outcome = decide(day.trip, Action.CORRECT, "Addision", label="Addison")
    day.refresh_from_db()
    assert (day.body, outcome.corrections, outcome.links) == ("Addison left.", 1, 0)


def test_new_person_starts_as_the_log_has_it():
    Log.objects.create(default_visibility=Visibility.PSEUDONYM)
    day = make_day(body="With Tony, and Tony.")
    outcome = decide(day.trip, Action.NEW, "Tony", name="Tony Rossi")
    day.refresh_from_db()
    tony = Person.objects.get()
    assert (tony.name, tony.visibility, outcome.made) == ("Tony Rossi", Visibility.HIDDEN, [tony])
    assert day.body == "With [Tony](person:tony-rossi), and [Tony](person:tony-rossi)."


def test_words_are_ignored_here_or_for_good():
    trip = make_trip()
    for _ in range(2):
        carry_out([Decision(Action.HERE, trip.pk, "Ben"), Decision(Action.EVER, trip.pk, "Hugo")], {})
    assert list(IgnoredInTrip.objects.values_list("trip", "name")) == [(trip.pk, "Ben")]
    assert list(IgnoredName.objects.values_list("name", flat=True)) == ["Hugo"]


def test_text_that_changed_meanwhile_is_left_alone():
    ada = make_person("Ada", slug="ada")
    trip = make_trip()
    changed, same = make_day(trip, body="Ada came."), make_day(trip, body="Ada left.")
    texts = texts_of(trip)
    digests = {text.key: text.digest for text in texts}
    changed.body = "Then Ada came."
    changed.save()
    decision = Decision(Action.LINK, trip.pk, "Ada", [Spot(text.key, 0, 3) for text in texts], ada)
    outcome = carry_out([decision], digests)
    changed.refresh_from_db()
    same.refresh_from_db()
    assert (changed.body, same.body) == ("Then Ada came.", "[Ada](person:ada) left.")
    assert outcome.left == [f"{changed}: the text has changed meanwhile, so nothing was changed in it; look again"]


def test_text_that_is_gone_is_said():
    outcome = carry_out([Decision(Action.LINK, 1, "Ada", [Spot("day-77", 0, 3)], make_person("Ada"))], {"day-77": "x"})
    assert (outcome.links, len(outcome.left)) == (0, 1)


def test_nothing_is_linked_where_the_renderer_would_not_see_a_link():
    ada = make_person("Ada", slug="ada")
    day = make_day(body="`Ada` and Ada")
    outcome = decide(day.trip, Action.LINK, "Ada", ada)
    day.refresh_from_db()
    assert day.body == "`Ada` and [Ada](person:ada)"
    assert outcome.links == 1
    assert len(outcome.left) == 1


def test_place_that_does_not_hold_the_words_is_left():
    day = make_day(body="Ada came.")
    decision = Decision(Action.LINK, day.trip_id, "Ada", [Spot(f"day-{day.pk}", 1, 4)], make_person("Ada"))
    assert carry_out([decision], {f"day-{day.pk}": digest(day.body)}).links == 0
    day.refresh_from_db()
    assert day.body == "Ada came."
