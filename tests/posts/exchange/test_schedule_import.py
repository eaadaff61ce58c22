"""What importing a programme does to a log: making, following, keeping, cancelling, recognising."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person, PersonLink
from posts.exchange.schedule.programme import ScheduleError
from posts.exchange.schedule_import import import_schedule
from posts.models import Event, Log, ScheduleRecord, SearchEntry, Talk, TalkLink
from tests.factories import make_day, make_event, make_person, make_talk, make_trip

from .schedule.schedules import GUID, person, schedule, talk

pytestmark = pytest.mark.django_db


def imported(*talks, **values):
    return import_schedule(schedule(*talks, **values), "pond-2024")


def statuses(report):
    return [each.status for each in report.talks]


def test_event_is_made_from_the_programme():
    report = imported(talk())
    event = Event.objects.get(slug="pond-2024")
    assert (event.name, str(event.starts_on), str(event.ends_on), event.time_zone, event.url) == (
        "PondConf 2024",
        "2024-05-17",
        "2024-05-18",
        "Europe/Amsterdam",
        "https://pond.example/",
    )
    assert report.event.status == "created"


def test_event_that_is_here_keeps_what_it_says():
    make_event(slug="pond-2024", name="Pond", url="https://mine.example/")
    imported(talk())
    event = Event.objects.get()
    assert (event.name, event.url, str(event.starts_on)) == ("Pond", "https://mine.example/", "2024-05-17")


def test_talk_comes_in_as_not_attended_and_without_a_day():
    imported(talk(persons=[person("Ada Brook"), person("Tom Reed")], links=["https://codeberg.org/a/b"]))
    found = Talk.objects.get()
    assert (found.title, found.slug, found.attendance, found.day, found.guid) == (
        "How ponds freeze 1",
        "how-ponds-freeze-1",
        "",
        None,
        GUID.format(1),
    )
    assert [each.person.name for each in found.talk_speakers.all()] == ["Ada Brook", "Tom Reed"]
    assert list(found.links.values_list("url", "kind")) == [("https://codeberg.org/a/b", "code")]
    record = found.schedule_record
    assert (str(record.programme_day), record.room_position) == ("2024-05-17", 0)


def test_second_import_changes_nothing():
    data = schedule(talk(1, persons=[person("Ada Brook"), person("Tom")]), talk(2, persons=[person("Tom")]))
    import_schedule(data, "pond-2024")
    before = [list(model.objects.order_by("pk").values()) for model in (Event, Talk, Person, ScheduleRecord, Log)]
    report = import_schedule(data, "pond-2024")
    assert (statuses(report), report.event.status) == (["unchanged", "unchanged"], "unchanged")
    after = [list(model.objects.order_by("pk").values()) for model in (Event, Talk, Person, ScheduleRecord, Log)]
    assert after == before


def test_changes_of_the_programme_are_taken_over_and_the_writers_words_kept():
    imported(talk(persons=[person("Ada Brook")], links=["https://a.example/x"]))
    day = make_day(make_trip(starts_on=datetime.date(2024, 5, 17)))
    Talk.objects.update(notes="Cold.", private_note="Yawned.", attendance="heard", day=day)
    revision = Log.current().revision
    report = imported(
        talk(title="Ice", date="2024-05-17T15:00:00+02:00", start="15:00", abstract="New.", room="Lily",
             persons=[person("Tom Reed"), person("Ada Brook")], links=["https://a.example/y"])
    )  # fmt: skip
    found = Talk.objects.get()
    assert sorted(report.talks[0].changed) == ["abstract", "links", "room", "speakers", "times", "title"]
    assert (found.title, found.room, found.abstract, found.slug) == ("Ice", "Lily", "New.", "how-ponds-freeze-1")
    assert found.starts_at == datetime.datetime(2024, 5, 17, 13, tzinfo=datetime.UTC)
    assert [each.person.name for each in found.talk_speakers.all()] == ["Tom Reed", "Ada Brook"]
    assert list(TalkLink.objects.values_list("url", flat=True)) == ["https://a.example/y"]
    assert (found.notes, found.private_note, found.attendance, found.day) == ("Cold.", "Yawned.", "heard", day)
    assert Log.current().revision == revision + 1
    assert "New." in SearchEntry.objects.get(kind="talk", key=found.pk).text
    day.trip.refresh_from_db()
    assert day.trip.updated_at == found.updated_at


def test_field_edited_here_stays_and_the_others_follow():
    imported(talk())
    edited = Talk.objects.get()
    edited.title = "My own words"
    edited.save()
    report = imported(talk(title="Ice", room="Lily"))
    found = Talk.objects.get()
    assert (found.title, found.room) == ("My own words", "Lily")
    assert (report.talks[0].status, report.talks[0].changed, report.talks[0].kept) == ("updated", ["room"], ["title"])
    # And once more: what was kept is still known to be the writer's.
    assert imported(talk(title="Ice again", room="Lily")).talks[0].status == "kept"
    assert Talk.objects.get().title == "My own words"


def test_speaker_taken_out_here_is_not_made_again():
    imported(talk(persons=[person("Ada Brook"), person("Tom Reed")]))
    Person.objects.get(name="Tom Reed").delete()
    report = imported(talk(room="Lily", persons=[person("Ada Brook"), person("Tom Reed")]))
    assert report.talks[0].kept == ["speakers"]
    assert list(Person.objects.values_list("name", flat=True)) == ["Ada Brook"]


def test_talk_that_vanished_is_cancelled_and_one_that_was_heard_stays():
    imported(talk(1), talk(2), talk(3))
    Talk.objects.filter(guid=GUID.format(2)).update(attendance="heard")
    by_hand = make_talk(event=Event.objects.get(), title="In the corridor")
    report = imported(talk(3))
    cancelled = dict(Talk.objects.values_list("title", "is_cancelled"))
    assert cancelled == {
        "How ponds freeze 1": True,
        "How ponds freeze 2": False,
        "How ponds freeze 3": False,
        by_hand.title: False,
    }
    assert sorted(statuses(report)) == ["cancelled", "kept", "unchanged"]
    assert statuses(imported(talk(3))) == ["unchanged"]


def test_talk_that_returns_is_no_longer_cancelled():
    imported(talk(1), talk(2))
    imported(talk(2))
    assert statuses(imported(talk(1), talk(2))) == ["updated", "unchanged"]
    assert Talk.objects.filter(is_cancelled=True).count() == 0


def test_programme_without_talks_cancels_nothing():
    imported(talk())
    report = imported()
    assert Talk.objects.get().is_cancelled is False
    assert "the programme holds no talks; none is marked as cancelled for that" in report.warnings


def test_talk_entered_by_hand_is_the_same_by_its_title_and_only_filled():
    here = make_talk(event=make_event(slug="pond-2024"), title="How ponds freeze 1", room="The red room", notes="Mine.")
    report = imported(talk())
    found = Talk.objects.get()
    assert (found.pk, found.room, found.track, found.notes, found.attendance) == (
        here.pk, "The red room", "Water", "Mine.", "heard",
    )  # fmt: skip
    assert report.talks[0].kept == ["room"]


def test_talk_whose_identifier_changed_is_known_by_title_and_start():
    imported(talk())
    imported(talk(guid=GUID.format(9), url=""))
    assert list(Talk.objects.values_list("guid", flat=True)) == [GUID.format(9)]


def test_another_session_of_the_same_title_is_another_talk():
    imported(talk(1, title="Lightning talks"))
    imported(talk(2, title="Lightning talks"))
    assert sorted(Talk.objects.values_list("is_cancelled", flat=True)) == [False, True]


def test_speaker_is_recognised_by_link_then_by_full_name_never_by_first_name():
    linked, named, ben = make_person("A. Brook"), make_person("Tom Reed"), make_person("Ben")
    PersonLink.objects.create(person=linked, url="https://www.github.com/AdaBrook/", kind="github")
    report = imported(
        talk(persons=[person("Ada Brook", links=["https://github.com/adabrook"]), person("tom reed"), person("Ben")])
    )
    people = [each.person for each in Talk.objects.get().talk_speakers.all()]
    assert people[:2] == [linked, named]
    assert (people[2].name, people[2] == ben, people[2].visibility) == ("Ben", False, "name")
    assert [each.recognised_by for each in report.people] == ["link", "name", ""]


def test_full_name_is_not_enough_where_a_link_speaks_against_it():
    PersonLink.objects.create(person=make_person("Wei Zhang"), url="https://github.com/one", kind="github")
    imported(talk(persons=[person("Wei Zhang", links=["https://github.com/other"])]))
    assert Person.objects.filter(name="Wei Zhang").count() == 2


def test_address_that_two_speakers_share_makes_nobody_the_same():
    firm = "https://firm.example/"
    imported(talk(persons=[person("Ada Brook", links=[firm]), person("Tom Reed", links=[firm])]))
    assert Talk.objects.get().speakers.count() == 2


def test_identifier_nought_shared_by_many_merges_nobody():
    imported(
        talk(1, persons=[person("Ada Brook", id=0), person("Tom Reed", id=0)]),
        talk(2, persons=[person("Ada Brook", id=0)]),
    )
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ada Brook", "Tom Reed"]


def test_same_person_under_two_identifiers_is_one():
    imported(talk(1, persons=[person("Ada Brook", id=3)]), talk(2, persons=[person("Ada Brook", id=4)]))
    assert Person.objects.count() == 1


def test_two_of_one_name_in_one_talk_are_two():
    imported(talk(1, persons=[person("Ada Brook", id=3), person("Ada Brook", id=4)]))
    assert Person.objects.count() == 2


def test_first_name_alone_is_somebody_else_in_each_talk():
    imported(talk(1, persons=["Tom"]), talk(2, persons=["Tom"]))
    assert Person.objects.count() == 2


def test_new_speakers_have_the_logs_visibility_and_their_links():
    Log(default_visibility="hidden").save()
    imported(talk(persons=[person("Ada Brook", links=["https://github.com/ada"], biography="Skates.")]))
    ada = Person.objects.get()
    assert (ada.visibility, ada.about, list(ada.links.values_list("url", "kind"))) == (
        "hidden", "Skates.", [("https://github.com/ada", "github")],
    )  # fmt: skip


def test_dry_run_reports_and_writes_nothing():
    report = import_schedule(schedule(talk(persons=["Ada Brook"])), "pond-2024", dry_run=True)
    assert statuses(report) == ["created"]
    assert [model.objects.count() for model in (Event, Talk, Person, ScheduleRecord)] == [0, 0, 0, 0]


def test_equal_titles_get_slugs_of_their_own():
    make_talk(title="Opening", slug="opening")
    imported(talk(1, title="Opening"), talk(2, title="Opening"))
    slugs = Talk.objects.exclude(event=None).values_list("slug", flat=True)
    assert sorted(slugs) == ["opening-pond-2024", "opening-pond-2024-2"]


def test_records_hold_nobodys_words():
    imported(talk(persons=["Ada Brook"]))
    told = json.dumps(list(ScheduleRecord.objects.values("written", "source_digest")))
    assert "Ada" not in told
    assert "freeze" not in told


def test_slug_that_is_none_is_refused():
    with pytest.raises(ScheduleError, match="“Pond Conf” is no slug"):
        import_schedule(schedule(talk()), "Pond Conf")


def test_number_of_queries_does_not_grow_with_the_talks():
    queries(5)  # an empty log needs fewer
    assert queries(1) == queries(2, 3, 4)


def queries(*numbers):
    data = schedule(*(talk(number, persons=[f"Ada Brook{number}"], links=["https://x.example"]) for number in numbers))
    with CaptureQueriesContext(connection) as captured:
        import_schedule(data, f"pond-{numbers[0]}")
    return len(captured)
