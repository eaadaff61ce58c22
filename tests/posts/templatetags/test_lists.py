"""Talks and casts in lists: drawn once for what they say, and never one for another."""

import datetime

import pytest
from django.utils.safestring import SafeString

from people.models import Visibility
from posts.models import Talk
from posts.templatetags.lists import in_short, talk_item

from ...factories import make_day, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db
NINE = datetime.datetime(2024, 3, 14, 9, tzinfo=datetime.UTC)


def listed(talk: Talk) -> SafeString:
    return talk_item(Talk.objects.for_card().get(pk=talk.pk), "", False)


def test_talks_that_start_at_one_instant_are_told_in_their_own_zones():
    """Such times are equal in Python: one would be found where the other is looked for."""
    utc, berlin = (make_day(make_trip(time_zone=zone)) for zone in ("UTC", "Europe/Berlin"))
    talk = make_talk(utc, starts_at=NINE)
    assert "T09:00:00+00:00" in listed(talk)

    talk.day = berlin
    talk.save()

    assert "T10:00:00+01:00" in listed(talk)


def test_a_name_that_is_spelled_as_a_link_is_no_link():
    day = make_day()
    ada = make_person("Ada", slug="ada", visibility=Visibility.PUBLIC)
    talk = make_talk(day, (ada,))
    link = in_short(talk).speakers[0]
    assert link in listed(talk)

    ada.name, ada.visibility = str(link), Visibility.NAME
    ada.save()

    assert link not in listed(talk)
    assert "&lt;a class=" in listed(talk)


def test_a_talk_is_drawn_anew_when_it_says_something_else():
    talk = make_talk(make_day(), room="Hall 1")
    assert "Hall 1" in listed(talk)

    talk.room = "Hall 2"
    talk.save()

    assert "Hall 1" not in listed(talk)
    assert "Hall 2" in listed(talk)


def test_a_list_of_one_day_has_its_own_headings():
    talk = Talk.objects.for_card().get(pk=make_talk(make_day(), starts_at=NINE).pk)

    assert "<h4>" in talk_item(talk, "", False)
    assert "<h3>" in talk_item(talk, "h3", True)
