import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from posts.models import Day, Encounter, Talk, TalkSpeaker
from tests.factories import make_day, make_encounter, make_owner, make_person, make_place, make_talk

from .as_sent import as_sent, read_form

pytestmark = pytest.mark.django_db
BODY = "Morning: NixCon opens.\n\nLunch with Ada.\n\nEvening at the bar."


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def page_of(thing) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def said(client) -> list[str]:
    """What the next page says on top."""
    return [str(message) for message in client.get(reverse("admin:index")).context["messages"]]


def test_both_changed_a_text_and_neither_is_overwritten(desk):
    day = make_day(body="Met Ada.")
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    assert desk.post(page_of(day), first | {"body": "Met Grace."}).status_code == 302
    response = desk.post(page_of(day), second | {"body": "Met Linus."})
    assert response.status_code == 409
    [conflict] = response.context["outcome"].conflicts
    assert (conflict.label, conflict.mine, conflict.theirs) == ("Body", "Met Linus.", "Met Grace.")
    assert conflict.merge.text == "Met Linus.\n\nMet Grace."
    html = response.content.decode()
    assert "<del>Grace</del><ins>Linus</ins>" in html
    day.refresh_from_db()
    assert day.body == "Met Grace."


@pytest.mark.parametrize(
    ("choice", "body"), [("mine", "Met Linus."), ("theirs", "Met Grace."), ("merged", "Met Grace and Linus.")]
)
def test_choice_is_saved(desk, choice, body):
    day = make_day(body="Met Ada.")
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    desk.post(page_of(day), first | {"body": "Met Grace.", "title": "Their title"})
    question = read_form(desk.post(page_of(day), second | {"body": "Met Linus."}).content.decode())
    answer = question | {"_choice-body": choice, "_merged-body": "Met Grace and Linus."}
    assert desk.post(page_of(day), answer).status_code == 302
    day.refresh_from_db()
    assert (day.body, day.title) == (body, "Their title")


def test_third_window_while_choosing_is_noticed_too(desk):
    day = make_day(body="Met Ada.")
    pages = [as_sent(desk, page_of(day)) for _ in range(2)]
    desk.post(page_of(day), pages[0] | {"body": "Met Grace."})
    question = read_form(desk.post(page_of(day), pages[1] | {"body": "Met Linus."}).content.decode())
    Day.objects.update(body="Met nobody.")
    response = desk.post(page_of(day), question | {"_choice-body": "mine"})
    assert response.status_code == 409
    assert response.context["outcome"].conflicts[0].theirs == "Met nobody."


def test_different_paragraphs_are_merged_and_it_is_said(desk):
    day = make_day(body=BODY)
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    desk.post(page_of(day), first | {"body": BODY.replace("Ada", "Grace")})
    said(desk)
    response = desk.post(page_of(day), second | {"body": f"{BODY}\n\nThen sleep."})
    assert response.status_code == 302
    day.refresh_from_db()
    assert day.body == BODY.replace("Ada", "Grace") + "\n\nThen sleep."
    assert "Merged with what another window saved meanwhile: Body. Read it once more." in said(desk)


def test_fields_changed_by_one_side_are_taken_from_it(desk):
    day = make_day(body="Met Ada.")
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    desk.post(page_of(day), first | {"title": "Arrival"})
    assert desk.post(page_of(day), second | {"body": "Met Grace.", "status": "draft"}).status_code == 302
    day.refresh_from_db()
    assert (day.title, day.body, day.status) == ("Arrival", "Met Grace.", "draft")


def test_same_change_twice_is_no_conflict(desk):
    day = make_day(body="Met Ada.")
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    for sent in (first, second):
        assert desk.post(page_of(day), sent | {"body": "Met Grace."}).status_code == 302


def test_choice_beyond_texts(desk):
    place = make_place(kind="restaurant", is_public=True)
    page = page_of(place)
    first, second = as_sent(desk, page), as_sent(desk, page)
    desk.post(page, first | {"kind": "hotel", "city": "Oslo"})
    response = desk.post(page, second | {"kind": "station", "city": "Bergen"})
    assert [(one.label, one.mine, one.theirs) for one in response.context["outcome"].conflicts] == [
        ("Kind", "station or airport", "hotel"),
        ("City", "Bergen", "Oslo"),
    ]
    answer = read_form(response.content.decode()) | {"_choice-kind": "theirs", "_choice-city": "mine"}
    assert desk.post(page, answer).status_code == 302
    place.refresh_from_db()
    assert (place.kind, place.city) == ("hotel", "Bergen")


def test_box_unticked_elsewhere_stays_unticked(desk):
    place = make_place(is_public=True)
    first, second = as_sent(desk, page_of(place)), as_sent(desk, page_of(place))
    del first["is_public"]
    desk.post(page_of(place), first)
    assert desk.post(page_of(place), second | {"city": "Oslo"}).status_code == 302
    place.refresh_from_db()
    assert (place.is_public, place.city) == (False, "Oslo")


def speakers_page(count: int = 2):
    people = [make_person() for _ in range(count)]
    return make_talk(make_day(), tuple(people)), people


def test_row_deleted_elsewhere_stays_deleted(desk):
    talk, people = speakers_page()
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.get(person=people[0]).delete()
    assert desk.post(page_of(talk), sent | {"title": "Renamed"}).status_code == 302
    assert [speaker.person for speaker in talk.talk_speakers.all()] == [people[1]]
    assert "Deleted in another window meanwhile: a talk speaker." in said(desk)


def test_row_deleted_elsewhere_but_changed_here_is_kept(desk):
    talk, people = speakers_page()
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.get(person=people[0]).delete()
    assert desk.post(page_of(talk), sent | {"talk_speakers-0-position": "9"}).status_code == 302
    assert {(speaker.person, speaker.position) for speaker in talk.talk_speakers.all()} == {
        (people[1], 1),
        (people[0], 9),
    }


def test_row_changed_elsewhere_is_not_deleted_unseen(desk):
    talk, people = speakers_page()
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.filter(person=people[0]).update(position=7)
    assert desk.post(page_of(talk), sent | {"talk_speakers-0-DELETE": "on"}).status_code == 302
    assert talk.talk_speakers.get(person=people[0]).position == 7
    assert any(message.startswith("Not deleted, since it was changed") for message in said(desk))


def test_row_added_elsewhere_is_kept(desk):
    talk, _ = speakers_page()
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.create(talk=talk, person=make_person(), position=5)
    assert desk.post(page_of(talk), sent | {"title": "Renamed"}).status_code == 302
    assert talk.talk_speakers.count() == 3


def test_same_person_added_in_two_windows_is_there_once(desk):
    talk, _ = speakers_page()
    ada = make_person("Ada")
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.create(talk=talk, person=ada, position=5)
    added = {
        "talk_speakers-TOTAL_FORMS": "3",
        "talk_speakers-2-person": str(ada.pk),
        "talk_speakers-2-position": "5",
        "talk_speakers-2-id": "",
        "talk_speakers-2-talk": str(talk.pk),
    }
    assert desk.post(page_of(talk), sent | added).status_code == 302
    assert talk.talk_speakers.filter(person=ada).count() == 1


def test_rows_are_settled_field_by_field(desk):
    talk, people = speakers_page()
    sent = as_sent(desk, page_of(talk))
    TalkSpeaker.objects.filter(person=people[0]).update(position=7)
    other = make_person()
    assert desk.post(page_of(talk), sent | {"talk_speakers-1-person": str(other.pk)}).status_code == 302
    assert {(speaker.person, speaker.position) for speaker in talk.talk_speakers.all()} == {(people[0], 7), (other, 1)}


def test_thing_deleted_elsewhere_is_no_traceback(desk):
    day = make_day(body="Text")
    page, sent = page_of(day), as_sent(desk, page_of(day))
    day.delete()
    response = desk.post(page, sent | {"body": "More"}, follow=True)
    assert "Perhaps it was deleted?" in response.content.decode()


@pytest.mark.parametrize("loaded", ["", "[]", "{", '{"form": 1, "rows": 2}', '{"form": {}, "rows": {}}'])
def test_page_that_says_nothing_of_its_beginning_is_saved_as_sent(desk, loaded):
    day = make_day(body="Text")
    sent = as_sent(desk, page_of(day)) | {"_loaded": loaded, "body": "More"}
    assert desk.post(page_of(day), sent).status_code == 302
    assert Day.objects.get().body == "More"


def test_refused_page_still_knows_what_it_was_loaded_with(desk):
    day = make_day(body="Met Ada.")
    sent = as_sent(desk, page_of(day))
    refused = desk.post(page_of(day), sent | {"body": "Met Linus.", "date": "2030-01-01"})
    Day.objects.update(body="Met Grace.")
    again = read_form(refused.content.decode()) | {"date": "2024-03-14"}
    assert desk.post(page_of(day), again).status_code == 409


def test_both_texts_are_recoverable(desk):
    day = make_day(body="Met Ada.")
    window = "0123456789abcdef"
    first, second = as_sent(desk, page_of(day)), as_sent(desk, page_of(day))
    desk.post(page_of(day), first | {"body": "Met Grace."})
    draft = {"page": page_of(day), "window": window, "values": second | {"body": ["Met Linus."], "_window": [window]}}
    desk.post(reverse("desk:draft"), json.dumps(draft), content_type="application/json")
    question = desk.post(page_of(day), second | {"body": "Met Linus.", "_window": window})
    assert question.context["kept"]["window"] == window
    [offer] = desk.get(page_of(day)).context["kept"]["offers"]
    assert [(piece.kind, piece.text) for piece in offer.changes[0].pieces][1:3] == [
        ("removed", "Grace"),
        ("added", "Linus"),
    ]
    taken = read_form(desk.post(page_of(day), {"_take": offer.typed.as_json}).content.decode())
    assert taken["body"] == ["Met Linus."]
    assert desk.post(page_of(day), taken).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_overwrite_nothing():
    """On SQLite the tests' database is one that lives in memory; tests/browser/test_nothing_lost.py does it there."""
    if connection.vendor == "sqlite":
        pytest.skip("threads cannot wait for each other in a database in memory")
    day = make_day(body="Met Ada.")
    clients = [Client(), Client()]
    owner = make_owner()
    for client in clients:
        client.force_login(owner)
    pages = [as_sent(client, page_of(day)) for client in clients]
    start = threading.Barrier(2)
    statuses: list[int] = []

    def save(client: Client, sent: dict, body: str) -> None:
        start.wait()
        statuses.append(client.post(page_of(day), sent | {"body": body}).status_code)
        connection.close()

    bodies = ["Met Grace.", "Met Linus."]
    threads = [
        threading.Thread(target=save, args=[client, sent, body])
        for client, sent, body in zip(clients, pages, bodies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 409]
    day.refresh_from_db()
    assert day.body in bodies


def test_encounter_of_a_day_in_two_windows(desk):
    day, ada = make_day(), make_person("Ada")
    make_encounter(day, ada)
    sent = as_sent(desk, page_of(day))
    Encounter.objects.all().delete()
    make_talk(day)
    assert desk.post(page_of(day), sent | {"body": "Met Ada."}).status_code == 302
    assert (Encounter.objects.count(), Talk.objects.count()) == (0, 1)
