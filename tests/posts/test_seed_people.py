"""Who the people of the seed post are to its writer, once it is imported."""

import pytest
from django.core.management import call_command

from people.models import Person
from posts.cast import Part, cast_of, first_meetings
from posts.models import Day, Encounter, Trip
from tests.factories import make_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(seed):
    call_command("import_hugo", str(seed), publish=True, verbosity=0)
    return Trip.objects.get()


def cast(trip):
    days = list(Day.objects.published().for_page().filter(trip=trip))
    met = first_meetings(Person.objects.values_list("pk", flat=True))
    return {group.part: [member.person.name for member in group.members] for group in cast_of(days, met)}


def test_one_travelled_along_and_two_were_only_heard_of(trip):
    assert cast(trip)[Part.TRAVELLED_WITH] == ["Addison"]
    roles = dict(Encounter.objects.values_list("person__name", "role"))
    assert not {"Jordan Schmerge", "Eelco Dolstra"} & {name for name, role in roles.items() if role in ("met", "seen")}
    assert Person.objects.with_page().count() == 15


def test_speakers_of_thirteen_talks_are_heard_once_entered(trip):
    day = trip.days.filter(kind="day").first()
    names = [f"Speaker {number}" for number in range(12)]
    speakers = [Person.objects.create(name=name, slug=name.lower().replace(" ", "-")) for name in names]
    speakers.append(Person.objects.get(name="Eelco Dolstra"))
    for speaker in speakers:
        make_talk(day, (speaker,))
    assert {*names, "Eelco Dolstra"} <= {*cast(trip)[Part.SPEAKER]}
