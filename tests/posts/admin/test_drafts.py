import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from posts.admin.drafts import LARGEST_DRAFT_BYTES
from posts.models import Day, Draft, Log, Trip
from tests.factories import make_day, make_encounter, make_figure, make_owner, make_person, make_talk, make_trip

from .as_sent import as_sent
from .forms import fields_of, send

pytestmark = pytest.mark.django_db
WINDOW = "0123456789abcdef"


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def desk(client, owner):
    client.force_login(owner)
    return client


def page_of(day: Day) -> str:
    return reverse("admin:posts_day_change", args=[day.pk])


def keep(client, page: str, window: str = WINDOW, **values):
    content = {"page": page, "window": window, "values": {name: [value] for name, value in values.items()}}
    return client.post(reverse("desk:draft"), json.dumps(content), content_type="application/json")


def offers_on(client, page: str) -> list:
    return client.get(page).context["kept"]["offers"]


def changes_on(client, page: str) -> list:
    return [(change.label, [(p.kind, p.text) for p in change.pieces]) for change in offers_on(client, page)[0].changes]


def test_typing_is_kept_and_offered_with_its_difference(desk):
    page = page_of(make_day(body="Arrived late."))
    assert keep(desk, page, body="Arrived early.").status_code == 200
    assert changes_on(desk, page) == [
        ("Body", [("same", "Arrived "), ("removed", "late"), ("added", "early"), ("same", ".")])
    ]
    assert "You typed more here" in desk.get(page).content.decode()


def test_a_window_has_one_draft_and_two_windows_have_two(desk):
    page = page_of(make_day())
    for window, body in (("a" * 16, "1"), ("a" * 16, "12"), ("b" * 16, "2")):
        keep(desk, page, window, body=body)
    assert {draft.window[0]: draft.values["body"] for draft in Draft.objects.all()} == {"a": ["12"], "b": ["2"]}


def test_draft_like_what_is_saved_is_not_offered(desk):
    page = page_of(make_day(body="The same.\nTwice."))
    keep(desk, page, body="The same.\r\nTwice. ")
    assert offers_on(desk, page) == []


def test_page_nobody_typed_into_offers_nothing(desk):
    trip = make_trip()
    day = make_day(trip, body="Text", published_at=timezone.now())
    person = make_person()
    make_encounter(day, person)
    make_talk(day, (person,), starts_at=timezone.now())
    make_figure(trip, day=day)
    for page in (page_of(day), reverse("admin:posts_trip_change", args=[trip.pk])):
        values = as_sent(desk, page)
        typed = {"page": page, "window": WINDOW, "values": values}
        assert desk.post(reverse("desk:draft"), json.dumps(typed), content_type="application/json").status_code == 200
        assert Draft.objects.filter(page=page).exists()
        assert [offer.changes for offer in offers_on(desk, page)] == []


def test_saving_ends_the_draft_even_if_its_last_words_come_late(desk):
    page = page_of(make_day())
    keep(desk, page, body="Typed", _edits="1")
    values = fields_of(desk, page) | {"body": "Typed and", "_window": WINDOW, "_edits": "2"}
    assert desk.post(page, values).status_code == 302
    keep(desk, page, body="Typed a", _edits="2")
    assert offers_on(desk, page) == []
    assert desk.get(page).context["kept"]["finished"] == json.dumps({WINDOW: 2})


def test_typed_on_after_saving_or_throwing_away_is_kept(desk):
    page = page_of(make_day())
    keep(desk, page, body="Typed", _edits="1")
    desk.post(reverse("desk:draft-discard"), {"page": page, "window": WINDOW, "edits": "1"})
    assert offers_on(desk, page) == []
    keep(desk, page, body="Typed on", _edits="2")
    assert len(offers_on(desk, page)) == 1
    desk.post(reverse("desk:draft-discard"), {"page": page, "window": WINDOW, "edits": "1"})
    assert len(offers_on(desk, page)) == 1


def test_of_two_that_cross_on_their_way_the_later_is_kept(desk):
    page = page_of(make_day())
    keep(desk, page, body="Typed more", _edits="9")
    keep(desk, page, body="Typed", _edits="8")
    assert Draft.objects.get().values["body"] == ["Typed more"]


@pytest.mark.parametrize("is_saved", [True, False])
def test_what_was_taken_over_goes_with_what_took_it(desk, is_saved):
    page, taken = page_of(make_day(body="Old")), "t" * 16
    keep(desk, page, taken, body="Typed", _edits="4")
    answer = desk.post(page, {"_take": json.dumps({"body": ["Typed"], "_window": [taken], "_edits": ["4"]})})
    replaces = answer.context["kept"]["replaces"]
    assert replaces == f"{taken}:4"
    if is_saved:
        desk.post(page, fields_of(desk, page) | {"body": "Typed", "_window": WINDOW, "_replaces": replaces})
    else:
        keep(desk, page, body="Typed", _replaces=replaces)
    assert [draft.window for draft in Draft.objects.exclude(values={})] == ([] if is_saved else [WINDOW])
    assert Draft.objects.get(window=taken).edits == 4


def test_a_refused_page_keeps_its_draft(desk):
    page = page_of(make_day())
    keep(desk, page, date="2030-01-01")
    values = fields_of(desk, page) | {"date": "2030-01-01", "_window": WINDOW}
    response = desk.post(page, values)
    assert response.status_code == 200
    assert response.context["kept"]["window"] == WINDOW
    assert len(offers_on(desk, page)) == 1


def test_taking_fills_the_page_in_and_saves_nothing(desk):
    day, person = make_day(body="Old"), make_person("Ada Lovelace")
    page = page_of(day)
    values = {name: [str(value)] for name, value in fields_of(desk, page).items()} | {
        "body": ["New"],
        "date": ["no date"],
        "encounters-TOTAL_FORMS": ["1"],
        "encounters-0-person": [str(person.pk)],
        "encounters-0-role": ["met"],
        "_window": [WINDOW],
    }
    response = desk.post(page, {"_take": json.dumps(values)})
    assert response.status_code == 200
    html = response.content.decode()
    assert response.context["adminform"].form["body"].value() == "New"
    assert 'value="no date"' in html
    assert "Ada Lovelace" in html
    assert "errorlist" not in html
    assert response.context["kept"]["replaces"] == f"{WINDOW}:0"
    day.refresh_from_db()
    assert (day.body, day.encounters.count()) == ("Old", 0)


def test_taking_survives_a_row_that_is_gone(desk):
    day = make_day()
    talk, other = make_talk(day), make_talk(day, notes="Other")
    page = page_of(day)
    values = {name: [str(value)] for name, value in fields_of(desk, page).items()}
    values |= {"_loaded": [desk.get(page).context["kept"]["loaded"]], "body": ["New"]}
    talk.delete()
    response = desk.post(page, {"_take": json.dumps(values)})
    assert response.status_code == 200
    assert other.title in response.content.decode()


def test_taking_nonsense_says_so(desk):
    response = desk.post(page_of(make_day()), {"_take": "["})
    assert "could not be read" in response.content.decode()


def test_typing_on_a_page_that_adds_is_kept_by_its_query(desk):
    trip = make_trip()
    page = f"{reverse('admin:posts_day_add')}?trip={trip.pk}"
    assert keep(desk, page, body="New day").status_code == 200
    assert [label for label, _ in changes_on(desk, page)] == ["Body"]
    assert len(offers_on(desk, f"{page}&_changelist_filters=q%3Dx")) == 1
    assert offers_on(desk, reverse("admin:posts_day_add")) == []


def test_thrown_away_is_gone_on_this_page_alone(desk):
    day, other = make_day(), make_day()
    for page in (page_of(day), page_of(other)):
        keep(desk, page, body="Typed")
    response = desk.post(reverse("desk:draft-discard"), {"page": page_of(day), "window": WINDOW})
    assert (response.status_code, response.url) == (302, page_of(day))
    assert (len(offers_on(desk, page_of(day))), len(offers_on(desk, page_of(other)))) == (0, 1)


def test_throwing_away_leads_nowhere_else(desk):
    response = desk.post(reverse("desk:draft-discard"), {"page": "//elsewhere.example/", "window": WINDOW})
    assert response.url == reverse("admin:index")


def test_browser_asks_for_a_comparison_with_what_it_keeps(desk):
    page = page_of(make_day(body="Old"))
    keep(desk, page, "b" * 16, body="On another device")
    drafts = [
        {"window": window, "values": {"body": [body]}, "typed_at": timezone.now().isoformat()}
        for window, body in (("c" * 16, "Here"), ("d" * 16, "Old"))
    ]
    content = json.dumps({"page": page, "drafts": drafts})
    answer = desk.post(reverse("desk:draft-offers"), content, content_type="application/json").json()
    assert answer["html"].count("<section") == 2
    assert answer["idle"] == ["d" * 16]
    assert Draft.objects.count() == 1


def test_drafts_are_their_writers_own(desk, client):
    page = page_of(make_day(body="Old"))
    keep(desk, page, body="Secret words")
    client.force_login(make_owner())
    assert offers_on(client, page) == []
    client.post(reverse("desk:draft-discard"), {"page": page, "window": WINDOW})
    assert Draft.objects.filter(values={"body": ["Secret words"]}).count() == 1


@pytest.mark.parametrize("name", ["draft", "draft-offers", "draft-discard"])
def test_visitors_are_sent_to_log_in(client, name):
    response = client.post(reverse(f"desk:{name}"), "{}", content_type="application/json")
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))
    assert client.get(reverse(f"desk:{name}")).status_code == 302


def test_staff_without_the_permission_keeps_nothing(client):
    clerk = make_owner()
    clerk.is_superuser = False
    clerk.save()
    client.force_login(clerk)
    assert keep(client, page_of(make_day()), body="x").status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("[", 400, "A draft is JSON"),
        ('{"page": 1, "window": "0123456789", "values": {"a": ["b"]}}', 404, "Drafts are kept for"),
        ('{"page": "/trips/", "window": "0123456789", "values": {"a": ["b"]}}', 404, "Drafts are kept for"),
        ('{"page": "/admin/posts/day/add/", "window": "<>", "values": {"a": ["b"]}}', 400, "A draft is JSON"),
        ('{"page": "/admin/posts/day/add/", "window": "0123456789", "values": ["a"]}', 400, "A draft is JSON"),
        ("x" * (LARGEST_DRAFT_BYTES + 1), 413, "more than 1 MB"),
    ],
)
def test_what_is_no_draft_is_refused_with_a_reason(desk, body, status, words):
    response = desk.post(reverse("desk:draft"), body, content_type="application/json")
    assert response.status_code == status
    assert words in response.json()["message"]


def test_old_drafts_go_when_a_new_one_is_kept(desk, owner):
    old = timezone.now() - datetime.timedelta(days=61)
    Draft.objects.create(user=owner, page="/admin/x/", window="e" * 16, values={"a": ["b"]}, updated_at=old)
    keep(desk, page_of(make_day()), body="New")
    assert [draft.window for draft in Draft.objects.all()] == [WINDOW]


def test_keeping_a_draft_changes_nothing_for_readers(desk, client):
    day = make_day(body="Public words")
    before = Log.objects.values_list("revision", flat=True).first()
    keep(desk, page_of(day), body="Words that nobody reads yet")
    assert Log.objects.values_list("revision", flat=True).first() == before
    client.logout()
    assert "nobody reads yet" not in client.get(day.trip.get_absolute_url()).content.decode()


def test_new_thing_saved_from_a_draft_page_ends_the_draft(desk):
    page = reverse("admin:posts_trip_add")
    keep(desk, page, title="Oslo")
    response = send(desk, page, title="Oslo", starts_on="2024-05-01", ends_on="2024-05-02", _window=WINDOW)
    assert response.status_code == 302
    assert Trip.objects.get().title == "Oslo"
    assert offers_on(desk, page) == []
