"""What a writer decides about findings takes effect in the reading; what nobody decided stays as it was read."""

import datetime
import uuid

import pytest

from posts.exchange.hugo.decisions import DayDecision, Decisions, link_key
from posts.exchange.hugo.known import Known, KnownPerson
from posts.exchange.hugo.read import read

from .writing import write, write_pictures

BODY = """On Friday with [Ines Quell (Qu)](https://www.linkedin.com/in/quell) and [Nic](https://nic.example).

---

On Saturday [Nicolas](https://github.com/nicolas-f), a friend, spoke of [Zeven](https://zeven.example).

![](a.jpg)
"""
ZEVEN = link_key("Zeven", "https://zeven.example/")
INES = link_key("Ines Quell (Qu)", "https://linkedin.com/in/quell")


@pytest.fixture
def again(tmp_path):
    """Return a function that reads the same post with other decisions."""
    folder = tmp_path / "content" / "posts" / "utrecht"
    write(folder / "index.md", BODY)
    write_pictures(folder, "a.jpg")

    def read_again(known=None, **decided):
        return read(tmp_path / "content", known=known, decisions=Decisions(**decided))

    return read_again


def people(reading):
    return [person.name for person in reading.trips[0].document.people]


def kinds(reading):
    return {link.text: (link.kind, link.reason) for link in reading.trips[0].report.links}


def likeness(reading, first):
    return next(each for each in reading.likenesses if each.first == first)


def test_link_is_what_was_decided(again):
    reading = again(links={INES: "other", ZEVEN: "place"})
    assert people(reading) == ["Nic", "Nicolas"]
    assert kinds(reading)["Ines Quell (Qu)"] == ("other", "you said so")
    assert [place.name for place in reading.trips[0].document.places] == ["Zeven"]
    assert "(https://www.linkedin.com/in/quell)" in reading.trips[0].trip.days[0].body
    assert "[Zeven](place:zeven)" in reading.trips[0].trip.days[1].body


def test_link_becomes_a_person(again):
    reading = again(links={ZEVEN: "person"})
    assert people(reading) == ["Ines Quell", "Nic", "Nicolas", "Zeven"]
    assert "[Zeven](person:zeven)" in reading.trips[0].trip.days[1].body


def test_same_decision_as_the_reading_changes_nothing(again):
    assert kinds(again(links={INES: "person"})) == kinds(again())


def test_other_stays_other_where_its_address_is_a_persons(tmp_path):
    url = "https://www.linkedin.com/in/quell"
    write(tmp_path / "a.md", f"On Friday [Ines Quell]({url}) came. At [Ines]({url}) I stayed, at the [Ines]({url}).")
    assert [link.kind for link in read(tmp_path).trips[0].report.links] == ["person"] * 3
    decided = Decisions(links={link_key("Ines", url): "other"})
    assert [link.kind for link in read(tmp_path, decisions=decided).trips[0].report.links] == [
        "person",
        "other",
        "other",
    ]


def test_link_without_a_web_address_is_never_a_person(tmp_path):
    write(tmp_path / "a.md", "On Friday [Ines](javascript:alert) came.")
    decided = Decisions(links={link_key("Ines", "javascript:alert"): "person"})
    assert read(tmp_path, decisions=decided).trips[0].document.people == []


def test_likely_the_same_are_named_and_made_one_where_decided(again):
    found = likeness(again(), "Nicolas")
    assert (found.second, found.is_same) == ("Nic", False)
    reading = again(same={found.key: True})
    [ines, nic] = reading.trips[0].document.people
    assert (nic.name, nic.aliases, len(nic.links)) == ("Nic", ["Nicolas"], 2)
    assert "[Nicolas](person:nic)" in reading.trips[0].trip.days[1].body
    assert {each.person for day in reading.trips[0].trip.days for each in day.encounters} == {ines.uuid, nic.uuid}


def test_name_in_brackets_is_the_same_persons_unless_decided_otherwise(again):
    found = likeness(again(), "Qu")
    assert (found.second, found.is_same) == ("Ines Quell", True)
    assert again(same={found.key: False}).trips[0].document.people[0].aliases == []


def test_somebody_of_the_log_by_name_alone_can_be_somebody_else(again):
    entry = KnownPerson(uuid.uuid4(), "ines", frozenset({("site", "ines.example")}), name="Ines Quell")
    known = Known(people={entry.uuid: entry}, people_by_name={"ines quell": [entry]}, person_slugs={"ines"})
    reading = again(known)
    assert reading.trips[0].document.people[0].uuid == entry.uuid
    found = likeness(reading, "Ines Quell")
    assert (found.second, found.is_same) == ("Ines Quell of the log", True)
    reading = again(known, same={found.key: False})
    assert reading.trips[0].document.people[0].uuid != entry.uuid
    assert reading.trips[0].document.people[0].slug == "ines-quell"


def test_somebody_of_the_log_can_be_the_same_though_other_links_speak_against_it(again):
    entry = KnownPerson(uuid.uuid4(), "ines", frozenset({("linkedin", "linkedin.com/in/iq")}), name="Ines Quell")
    known = Known(people={entry.uuid: entry}, people_by_name={"ines quell": [entry]}, person_slugs={"ines"})
    found = likeness(again(known), "Ines Quell")
    assert found.is_same is False
    assert again(known, same={found.key: True}).trips[0].document.people[0].uuid == entry.uuid


def test_day_gets_another_date_and_the_trip_spans_it(again):
    [friday, saturday] = again().trips[0].trip.days
    later = DayDecision("day", datetime.date(2024, 5, 25))
    trip = again(days={saturday.uuid: later}).trips[0].trip
    assert [(day.date.isoformat(), day.date_source) for day in trip.days] == [
        ("2024-05-17", "weekday"),
        ("2024-05-25", "writer"),
    ]
    assert (trip.starts_on, trip.ends_on) == (friday.date, later.date)
    assert trip.days[1].encounters == saturday.encounters != []


def test_day_becomes_a_prologue(again):
    [friday, saturday] = again().trips[0].trip.days
    trip = again(days={friday.uuid: DayDecision("prologue")}).trips[0].trip
    assert [(day.kind, day.date) for day in trip.days] == [("prologue", None), ("day", saturday.date)]
    assert (trip.starts_on, trip.ends_on) == (saturday.date, saturday.date)


def test_section_joins_the_one_before_it(again):
    before = again().trips[0].trip
    reading = again(days={before.days[1].uuid: DayDecision("before")})
    [day] = reading.trips[0].trip.days
    assert day.body == f"{before.days[0].body}\n\n{before.days[1].body}"
    assert len(day.encounters) == 3
    assert reading.trips[0].trip.figures[0].day == day.uuid
    assert reading.trips[0].report.figures[0].day == "2024-05-17"


def test_dates_of_the_front_matter_stay(tmp_path):
    write(tmp_path / "a.md", BODY, "date: 2024-05-20\nstart_date: 2024-05-10\nend_date: 2024-05-30")
    saturday = read(tmp_path).trips[0].trip.days[-1]
    decided = Decisions(days={saturday.uuid: DayDecision("day", datetime.date(2024, 5, 25))})
    trip = read(tmp_path, decisions=decided).trips[0].trip
    assert (trip.starts_on.day, trip.ends_on.day) == (10, 30)
