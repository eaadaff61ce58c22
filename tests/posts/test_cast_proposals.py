import pytest

from posts.cast_proposals import Heard, for_day, propose_cast
from posts.models import FigurePerson, Talk
from tests.factories import make_day, make_encounter, make_figure, make_person, make_talk

pytestmark = pytest.mark.django_db


def told(proposals):
    return [(proposal.person.name, proposal.role, proposal.words) for proposal in proposals]


def propose(body):
    return told(propose_cast(make_day(), body, [], set()))


def test_role_comes_with_the_words_that_speak_for_it():
    make_person("Ada")
    assert propose("Then I ran into [Ada](person:ada).") == [("Ada", "met", "“ran into”")]


def test_mere_mention_is_never_met():
    make_person("Ada")
    assert propose("A book by [Ada](person:ada) lay there.") == [("Ada", "mentioned", "")]


def test_the_closest_part_wins():
    make_person("Ada")
    body = "[Ada](person:ada) is known.\n\nWe had lunch with [Ada](person:ada)."
    assert propose(body) == [("Ada", "met", "“lunch with”")]


def test_words_of_another_paragraph_say_nothing():
    make_person("Ada")
    assert propose("I ran into\n\n- [Ada](person:ada)") == [("Ada", "mentioned", "")]


def test_somebody_unknown_or_in_code_is_not_proposed():
    make_person("Ada")
    assert propose("I met [Bo](person:bo) and `[Ada](person:ada)`.") == []


def test_speakers_of_a_talk_were_heard():
    ada = make_person("Ada")
    proposals = propose_cast(make_day(), "", [Heard("Engines", [ada.pk])], set())
    assert told(proposals) == [("Ada", "speaker", "speaker of “Engines”")]
    assert proposals[0].role_name == "heard speaking"


def test_speaker_who_was_met_was_met():
    ada = make_person("Ada")
    heard = [Heard("Engines", [ada.pk])]
    assert told(propose_cast(make_day(), "I met [Ada](person:ada).", heard, set())) == [("Ada", "met", "“met”")]


def test_day_as_saved_proposes_all_but_its_cast():
    ada, _, cy, di = (make_person(name) for name in ("Ada", "Bo", "Cy", "Di"))
    day = make_day(body="I met [Ada](person:ada) and [Bo](person:bo).")
    make_encounter(day, ada)
    make_talk(day, (cy,), title="Engines")
    make_talk(day, (di,), attendance=Talk.Attendance.MISSED)
    assert told(for_day(day)) == [("Bo", "met", "“met Ada and”"), ("Cy", "speaker", "speaker of “Engines”")]


def test_somebody_in_a_picture_or_its_caption_was_seen_or_mentioned():
    ada, _ = make_person("Ada"), make_person("Bo")
    day = make_day()
    figure = make_figure(day.trip, day=day, photo=None, title="Skating", caption="Not [Bo](person:bo)")
    FigurePerson.objects.create(figure=figure, person=ada)
    assert told(for_day(day)) == [("Bo", "mentioned", ""), ("Ada", "seen", "in the picture “Skating”")]


def test_somebody_by_a_former_slug_is_proposed():
    ada = make_person("Ada", slug="ada-b")
    ada.slug = "ada"
    ada.save()
    assert propose("I met [Ada](person:ada-b).") == [("Ada", "met", "“met”")]


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_depend_on_the_number_of_people(number, django_assert_num_queries):
    names = [f"Ada{each}" for each in range(number)]
    people = [make_person(name) for name in names]
    body = " ".join(f"I met [{name}](person:{name.lower()})." for name in names)
    day = make_day(body=body)
    for person in people:
        make_talk(day, (make_person(),), title=person.name)
    with django_assert_num_queries(7):
        assert len(for_day(day)) == 2 * number
