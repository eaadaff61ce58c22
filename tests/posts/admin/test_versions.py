"""The history of one thing: told by name, compared word by word, restored without touching anything else."""

import datetime

import pytest
from django.urls import reverse
from reversion.models import Version

from people.models import Person, Visibility
from posts.models import Day, Encounter, Figure, Place, Status, Trip
from tests.factories import (
    make_day,
    make_event,
    make_figure,
    make_helper,
    make_owner,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

from .forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def page_of(thing, name: str = "change", *more) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{name}", args=[thing.pk, *more])


def versions_of(thing) -> list[Version]:
    return list(Version.objects.get_for_object(thing).order_by("pk"))


def changed(response) -> dict[str, str]:
    """Return what a page says of each field: [-gone-] and [+come+]."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    told = {}
    for change in response.context["changes"]:
        told[change.label] = "".join(signs[piece.kind].format(piece.text) for piece in change.pieces)
    return told


def test_history_says_who_saved_what_and_when(desk):
    day = make_day(body="One")
    for body in ("Two", "Three"):
        send(desk, page_of(day), body=body)
    response = desk.get(page_of(day, "history"))
    versions = response.context["versions"]
    assert [version.field_dict["body"] for version in versions] == ["Three", "Two"]
    page = response.content.decode()
    assert page.count(f"by {versions[0].revision.user}") == 2
    assert "Changed" in page
    assert page.count('name="one"') == page.count('name="other"') == 2


def test_any_two_are_compared_by_field(desk):
    trip = make_trip(title="Oslo", summary="We saw the old harbour.")
    event = make_event(name="NixCon")
    send(desk, page_of(trip), summary="We saw the old harbour.", location="Norway", tags="Travel")
    send(desk, page_of(trip), summary="We saw the new harbour.", events=[event.pk], tags="Travel, Norway")
    one, other = versions_of(trip)
    expected = {
        "Summary": "We saw the [-old-][+new+] harbour.",
        "Events": "[+NixCon+]",
        "Tags": "[+Norway\n+]Travel",
    }
    for asked in ({"one": one.pk, "other": other.pk}, {"one": other.pk, "other": one.pk}, {"one": one.pk}):
        assert changed(desk.get(page_of(trip, "compare"), asked)) == expected


def test_relations_and_choices_are_told_by_name(desk):
    hall = make_place("The Hall")
    event = make_event(name="NixCon")
    send(desk, page_of(event), url="https://nixcon.example/")
    send(desk, page_of(event), venue=hall.pk)
    send(desk, page_of(event), venue="")
    first, second, _ = versions_of(event)
    assert changed(desk.get(page_of(event, "compare"), {"one": first.pk, "other": second.pk})) == {
        "Venue": "[+The Hall+]"
    }
    Place.objects.all().delete()
    told = changed(desk.get(page_of(event, "compare"), {"one": first.pk, "other": second.pk}))
    assert told == {"Venue": "[+something deleted+]"}
    send(desk, page_of(person := make_person("Ada")), pronouns="she")
    send(desk, page_of(person), visibility="hidden")
    told = changed(desk.get(page_of(person, "compare"), {"one": versions_of(person)[0].pk}))
    assert told == {"Visibility": "[-public: name, page and links-][+hidden: “someone”+]"}


def test_restoring_a_day_touches_nothing_else(desk):
    ada = make_person("Ada")
    trip = make_trip(title="Before")
    day = make_day(trip, body="First")
    rows = {"encounters__TOTAL_FORMS": 1, "encounters__0__person": ada.pk, "encounters__0__role": "met"}
    send(desk, page_of(day), body="Second", **rows)
    send(desk, page_of(day), body="Third", encounters__0__role="seen")
    figure = make_figure(trip, day=day, caption="Older")
    Figure.objects.update(caption="Newer")
    Trip.objects.update(title="After")
    version = versions_of(day)[0]
    page = desk.get(page_of(day, "revision", version.pk))
    assert changed(page) == {"Body": "[-Third-][+Second+]"}
    assert Day.objects.get().body == "Third"
    response = desk.post(page_of(day, "revision", version.pk))
    assert response["Location"] == page_of(day)
    assert Day.objects.get().body == "Second"
    assert Encounter.objects.get().role == "seen"
    assert [Figure.objects.get(), Figure.objects.get().caption, Trip.objects.get().title] == [figure, "Newer", "After"]
    latest = versions_of(day)[-1]
    assert (latest.field_dict["body"], latest.revision.comment[:14]) == ("Second", "Restored as of")


def test_its_own_parts_come_along_by_choice(desk):
    ada, bo, day = make_person("Ada"), make_person("Bo"), make_day(body="Text")
    rows = {"encounters__TOTAL_FORMS": 1, "encounters__0__person": ada.pk, "encounters__0__role": "met"}
    send(desk, page_of(day), **rows)
    encounter = Encounter.objects.get()
    send(desk, page_of(day), encounters__0__DELETE="on")
    send(desk, page_of(day), **rows | {"encounters__0__person": bo.pk})
    version = versions_of(day)[0]
    page = desk.get(page_of(day, "revision", version.pk))
    [parts] = page.context["parts"]
    assert (parts.back, parts.changed, parts.gone) == (["Ada, met"], [], ["Bo, met"])
    assert "comes back: Ada, met. goes: Bo, met." in " ".join(page.content.decode().split())
    desk.post(page_of(day, "revision", version.pk))
    assert [str(each) for each in Encounter.objects.all()] == ["Bo, met"]
    desk.post(page_of(day, "revision", version.pk), {"parts": ["encounters"]})
    assert list(Encounter.objects.all()) == [encounter]


def test_restoring_tags_of_a_trip(desk):
    trip = make_trip()
    send(desk, page_of(trip), tags="Travel, Norway")
    send(desk, page_of(trip), tags="Travel")
    desk.post(page_of(trip, "revision", versions_of(trip)[0].pk), {"parts": ["tag_items"]})
    assert sorted(tag.name for tag in Trip.objects.get().tags.all()) == ["Norway", "Travel"]


def test_going_back_neither_publishes_nor_shows_somebody(desk):
    person = make_person("Ada")
    send(desk, page_of(person), about="Public once")
    send(desk, page_of(person), about="Hidden now", visibility="hidden")
    desk.post(page_of(person, "revision", versions_of(person)[0].pk))
    assert (Person.objects.get().about, Person.objects.get().visibility) == ("Public once", Visibility.HIDDEN)
    trip = make_trip()
    send(desk, page_of(trip), title="Public once")
    Trip.objects.update(status=Status.WITHDRAWN, title="Withdrawn")
    desk.post(page_of(trip, "revision", versions_of(trip)[0].pk))
    assert (Trip.objects.get().title, Trip.objects.get().status) == ("Public once", Status.WITHDRAWN)


def test_what_cannot_be_restored_is_told_and_changes_nothing(desk):
    day = make_day(body="First", date=datetime.date(2024, 3, 18))
    send(desk, page_of(day), body="Second")
    send(desk, page_of(day), date="2024-03-14", body="Third")
    Trip.objects.update(ends_on=datetime.date(2024, 3, 15))
    response = desk.post(page_of(day, "revision", versions_of(day)[0].pk), follow=True)
    assert "cannot be what it was" in str(list(response.context["messages"])[-1])
    assert Day.objects.get().body == "Third"


def test_versions_of_talks_hold_their_speakers(desk):
    ada = make_person("Ada")
    talk = make_talk(make_day(), title="Engines")
    rows = {"talk_speakers__TOTAL_FORMS": 1, "talk_speakers__0__person": ada.pk, "talk_speakers__0__position": 0}
    send(desk, page_of(talk), **rows)
    assert list(talk.speakers.all()) == [ada]
    send(desk, page_of(talk), talk_speakers__0__DELETE="on")
    told = changed(desk.get(page_of(talk, "compare"), {"one": versions_of(talk)[0].pk}))
    assert told == {"Speakers": "[-Ada on “Engines”-]"}
    desk.post(page_of(talk, "revision", versions_of(talk)[0].pk), {"parts": ["talk_speakers"]})
    assert list(talk.speakers.all()) == [ada]


def test_versions_are_for_those_who_may_see_and_change(client, desk):
    trip = make_trip()
    send(desk, page_of(trip), title="Old")
    send(desk, page_of(trip), title="New")
    restore = page_of(trip, "revision", versions_of(trip)[0].pk)
    reader = make_helper("view_trip")
    client.force_login(reader)
    assert client.get(page_of(trip, "history")).status_code == 200
    assert client.post(restore).status_code == 403
    client.force_login(make_helper())
    addresses = [page_of(trip, "history"), page_of(trip, "compare"), restore]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]
    assert Trip.objects.get().title == "New"


def test_version_of_something_else_is_not_found(desk):
    trip, other = make_trip(), make_trip()
    send(desk, page_of(trip), title="Old")
    assert desk.get(page_of(other, "revision", versions_of(trip)[0].pk)).status_code == 404
    assert desk.get(page_of(other, "compare"), {"one": versions_of(trip)[0].pk}).status_code == 404


def test_recovering_has_one_page_for_all(desk):
    assert desk.get(reverse("admin:posts_trip_recoverlist"))["Location"] == reverse("desk:deletions")
