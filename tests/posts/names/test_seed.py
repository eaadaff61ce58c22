"""What the sweep offers on the seed post, once it is imported."""

from collections import Counter

import pytest
from django.core.management import call_command

from posts.checks import Code, findings
from posts.models import Trip
from posts.names.knowing import Names
from posts.names.offers import Kind
from posts.names.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(seed):
    call_command("import_hugo", str(seed), publish=True, verbosity=0)
    return Trip.objects.get()


def offers(trip):
    texts = [trip.summary, *(day.body for day in trip.days.all()), *(figure.caption for figure in trip.figures.all())]
    knowledge = Names.of_log().knowledge(trip, texts)
    return [offer for text in texts for offer in sweep(text, knowledge)]


def test_unknown_names_and_slips_are_those_a_reader_finds(trip):
    found = offers(trip)
    assert {offer.words for offer in found if offer.kind is Kind.UNKNOWN} == {
        "Tony",
        "Kyle Davis",
        "Samuel Raumin",
        "Connor",
        "Dan Schatzberg",
        "Las Safin",
        "Philip",
    }
    assert [(offer.words, offer.correction) for offer in found if offer.kind is Kind.SLIP] == [("Addision", "Addison")]


def test_matches_are_right_every_one(trip):
    matches = [offer for offer in offers(trip) if offer.kind is Kind.MATCH]
    assert {(offer.words, *(person.name for person in offer.candidates)) for offer in matches} == {
        ("Addison", "Addison"),
        ("Ben", "Ben Siraphob"),
        ("Eelco", "Eelco Dolstra"),
        ("Ethan", "Ethan Cranston"),
        ("John", "John Rinehart"),
        ("Jon", "Jon"),
        ("Jordan", "Jordan Schmerge"),
        ("Josh", "Josh Hoffer"),
        ("Nathan", "Nathan"),
        ("Nic", "Nicolas"),
        ("Nicolas", "Nicolas"),
        ("Nina", "Nina Kin"),
    }


def test_checks_tell_of_them(trip):
    found = Counter(finding.code for finding in findings(trip))
    assert (found[Code.NO_ALT], found[Code.DANGLING], found[Code.SLIP], found[Code.PLAIN_MENTION]) == (3, 2, 1, 0)
    assert found[Code.UNKNOWN] == 8  # Tony is named on two days
