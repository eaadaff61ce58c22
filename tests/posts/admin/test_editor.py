"""What the editor asks the server for: completions, somebody new, the preview."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from people.models import Alias, Person, Visibility
from posts.admin.editor import MarkdownEditor
from posts.admin.fragments import LONGEST
from posts.models import Log, Status
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_helper,
    make_owner,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def helper(client, *permissions: str):
    """Log in somebody who may work at the desk, and do only this."""
    user = make_helper(*permissions)
    client.force_login(user)
    return client


def complete(client, kind: str, q: str, **subject) -> dict:
    return client.get(reverse("desk:completions"), {"kind": kind, "q": q} | subject).json()


def names(client, kind: str, q: str, **subject) -> list[str]:
    return [entry["name"] for entry in complete(client, kind, q, **subject)["results"]]


def preview(client, text: str, **subject):
    return client.post(reverse("desk:preview"), {"text": text} | subject)


def seen(client, text: str, **subject) -> str:
    response = preview(client, text, **subject)
    assert response.status_code == 200
    return response.content.decode()


# Completing


@pytest.mark.parametrize("q", ["Łukasz", "lukasz", "LUK", "żółw", "zolw", "luk zo", "  lukasz  zolw "])
def test_people_are_found_without_accents_and_case(desk, q):
    make_person("Łukasz Żółw", slug="lukasz")
    make_person("Ada Lovelace")
    assert names(desk, "people", q) == ["Łukasz Żółw"]


def test_names_that_begin_so_come_first_and_those_of_the_trip_before_others(desk):
    day = make_day()
    for name in ("Bob Adams", "Ada Yonath", "Nadal", "Adam Here", "Adele"):
        make_person(name)
    make_encounter(day, Person.objects.get(name="Adam Here"))
    assert names(desk, "people", "ad", day=day.pk) == ["Adam Here", "Ada Yonath", "Adele", "Bob Adams", "Nadal"]


def test_at_most_ten(desk):
    for number in range(12):
        make_person(f"Ada {number}")
    assert len(names(desk, "people", "ada")) == 10


def test_aliases_find_somebody_and_former_names_are_never_told(desk):
    person = make_person("Nicolas")
    person.aliases.create(name="Nic")
    person.aliases.create(name="Onceknown", kind=Alias.Kind.FORMER)
    assert names(desk, "people", "nic") == ["Nicolas"]
    response = desk.get(reverse("desk:completions"), {"kind": "people", "q": "Oncek"})
    found = response.json()
    assert [entry["name"] for entry in found["results"]] == ["Nicolas"]
    assert "Onceknown" not in json.dumps(found["results"])


def test_what_tells_people_apart_is_shown(desk):
    day = make_day(make_trip(title="Oslo"), date=datetime.date(2024, 3, 14))
    make_encounter(day, make_person("Ada", affiliation="Analytical Engines"))
    make_person("Ada", slug="ada-2", visibility=Visibility.HIDDEN)
    found = complete(desk, "people", "ada", day=day.pk)["results"]
    assert [entry["detail"] for entry in found] == ["Analytical Engines · 14 Mar 2024, Oslo", "hidden from readers"]
    assert [entry["is_here"] for entry in found] == [True, False]


def test_nothing_typed_offers_the_people_of_the_trip_and_those_last_met(desk):
    trip = make_trip()
    day = make_day(trip, body="With [Zoe](person:zoe)")
    make_encounter(make_day(make_trip()), make_person("Met Elsewhere"))
    make_person("Stranger")
    speaker, pictured = make_person("Speaker"), make_person("Pictured")
    make_talk(day, (speaker,))
    make_figure(trip).people.add(pictured)
    make_person("Zoe")
    assert names(desk, "people", "", day=day.pk) == ["Pictured", "Speaker", "Zoe", "Met Elsewhere"]


def test_things_are_found_each_in_its_kind(desk):
    trip = make_trip(title="Oslo in spring")
    day = make_day(trip)
    make_talk(day, (make_person("Ada"),), title="Oslo at night", slug="night", event=make_event(name="NixCon"))
    make_figure(trip, name="harbour", title="Oslo harbour", caption="At dusk")
    make_figure(make_trip(), name="other", title="Oslo elsewhere")
    make_place("Oslo S", kind="station", city="Oslo")
    make_trip(title="Oslo in autumn", slug="autumn")
    make_event(
        trip, name="Oslo Conf", slug="conf", starts_on=datetime.date(2024, 5, 1), ends_on=datetime.date(2024, 5, 1)
    )
    found = complete(desk, "things", "oslo", trip=trip.pk)["results"]
    assert [(entry["kind"], entry["slug"], entry["detail"]) for entry in found] == [
        ("talk", "night", "Ada · NixCon"),
        ("figure", "harbour", "At dusk"),
        ("event", "conf", "May 2024"),
        ("place", "oslo-s", "station or airport, Oslo"),
        ("trip", "autumn", "March 2024"),
    ]


@pytest.mark.parametrize(
    "q",
    ["%", "_", "'; drop table people_person; --", "\0", "@@", "(((", "\\", "x" * 5000, "<script>", "…", "٣", "1e9999"],
)
@pytest.mark.parametrize("kind", ["people", "things"])
def test_hostile_queries_find_nothing(desk, kind, q):
    make_talk(make_day(), (make_person("Ada"),))
    response = desk.get(reverse("desk:completions"), {"kind": kind, "q": q, "day": q, "trip": "-1"})
    assert (response.status_code, response.json()["results"]) == (200, [])


@pytest.mark.parametrize("kind", ["people", "things"])
def test_completing_takes_as_many_queries_for_three_as_for_one(desk, kind, django_assert_num_queries):
    day = make_day(body="[Ada](person:ada-1)")

    def add(number):
        person = make_person(f"Ada {number}", slug=f"ada-{number}")
        person.aliases.create(name=f"Ada the {number}th")
        make_encounter(day, person)
        make_talk(day, (person,), title=f"Ada's talk {number}")
        make_figure(day.trip, title=f"Ada at {number}")

    count = {"people": 7, "things": 11}[kind]
    add(1)
    # The first request of a session notes where it is used from.
    complete(desk, kind, "ada", day=day.pk)
    with django_assert_num_queries(count):
        complete(desk, kind, "ada", day=day.pk)
    add(2)
    add(3)
    with django_assert_num_queries(count):
        complete(desk, kind, "ada", day=day.pk)


def test_completing_needs_a_login_and_the_right_to_look(client):
    make_person("Ada")
    address = reverse("desk:completions")
    assert client.get(address, {"kind": "people", "q": "a"}).status_code == 302
    helper(client, "view_place")
    refused = client.get(address, {"kind": "people", "q": "a"})
    assert (refused.status_code, "may not look these up" in refused.json()["message"]) == (403, True)
    make_place("Ada's")
    make_talk(make_day(), title="Ada's talk")
    assert names(client, "things", "ada") == ["Ada's"]


def test_somebody_new_is_offered_by_name_where_that_is_allowed(client, desk):
    make_person("Ada Lovelace")
    assert complete(desk, "people", "Grace  Hopper")["new"] == {"name": "Grace Hopper", "is_taken": False}
    assert complete(desk, "people", "ada lovelace")["new"] == {"name": "ada lovelace", "is_taken": True}
    assert complete(desk, "people", "home and then I wrote on")["new"] is None
    assert complete(desk, "people", "")["new"] is None
    helper(client, "view_person")
    assert complete(client, "people", "Grace Hopper")["new"] is None


# Somebody new


def add(client, **values):
    return client.post(reverse("desk:new-person"), values)


def test_somebody_new_has_the_logs_default_and_is_a_version(desk):
    Log(default_visibility=Visibility.HIDDEN).save()
    response = add(desk, name="  Grace   Hopper ")
    assert response.status_code == 201
    assert (response.json()["slug"], response.json()["name"]) == ("grace-hopper", "Grace Hopper")
    person = Person.objects.get()
    assert (person.name, person.visibility) == ("Grace Hopper", Visibility.HIDDEN)
    revision = Version.objects.get_for_object(person).get().revision
    assert (revision.user.username.startswith("owner"), revision.comment) == (True, "Added while writing.")


def test_somebody_new_is_hidden_where_new_people_get_a_pseudonym(desk):
    Log(default_visibility=Visibility.PSEUDONYM).save()
    assert add(desk, name="Grace").status_code == 201
    assert Person.objects.get().visibility == Visibility.HIDDEN


def test_same_name_is_told_and_both_are_possible(desk):
    make_person("Zoë").aliases.create(name="Zed")
    for name in ("zoe", "ZED"):
        response = add(desk, name=name)
        assert (response.status_code, response.json()["message"]) == (409, f"Somebody is called {name} already.")
        assert [entry["slug"] for entry in response.json()["results"]] == ["zoë"]
    assert add(desk, name="Zoe", another="1").json()["slug"] == "zoe"
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("", "Give a name"),
        ("  ", "Give a name"),
        ("A\0da", "Give a name"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_name_that_cannot_be_kept_is_refused(desk, name, complaint):
    response = add(desk, name=name)
    assert (response.status_code, complaint in response.json()["message"]) == (400, True)
    assert not Person.objects.exists()


def test_adding_somebody_needs_a_post_and_the_right_to(client):
    assert add(client, name="Ada").status_code == 302
    helper(client, "view_person")
    assert add(client, name="Ada").status_code == 403
    assert client.get(reverse("desk:new-person"), {"name": "Ada"}).status_code == 405
    assert not Person.objects.exists()


# The preview


def test_people_are_previewed_as_readers_will_see_them(desk):
    make_person("Ada", visibility=Visibility.PUBLIC)
    make_person("Nell", visibility=Visibility.NAME)
    make_person("Pam", visibility=Visibility.PSEUDONYM, pseudonym="a friend")
    make_person("Hal", visibility=Visibility.HIDDEN)
    text = "[A.](person:ada), [N.](person:nell), [P.](person:pam) and [H.](person:hal) with [Q.](person:quinn)"
    html = seen(desk, text)
    assert '<a class="person" href="/people/ada/">A.</a></span>' in html
    assert 'title="Nell is shown by name only: readers see no link.">N.</span>' in html
    assert ">a friend</span> and <span" in html
    assert ">someone</span> with" in html
    assert 'class="reference is-person is-missing"' in html
    assert html.count('<li class="is-') == 4
    assert '<li class="is-unseen">Hal is not named to readers: they see “someone”.</li>' in html
    assert '<li class="is-missing">There is no person “quinn” yet: readers see the words alone.</li>' in html


def test_pages_that_readers_cannot_reach_are_marked(desk):
    trip = make_trip(status=Status.DRAFT)
    day = make_day(trip)
    make_talk(day, slug="here")
    make_talk(make_day(make_trip(status=Status.DRAFT)), title="Elsewhere", slug="elsewhere")
    make_trip(title="Last year", slug="last")
    make_place("Home", slug="home", is_public=False)
    make_event(trip, slug="conf")
    text = "[a](talk:here) [b](talk:elsewhere) [c](trip:last) [d](place:home) [e](event:conf) [f](event:gone)"
    html = seen(desk, text, day=day.pk)
    assert '<a class="trip" href="/trips/last/">c</a>' in html
    assert html.count("<a ") == 1
    assert [line.split(">")[1].split("<")[0] for line in html.split('<li class="')[1:]] == [
        "Elsewhere is not public: readers see the words alone.",
        "Home is not public: readers see the words alone.",
        "There is no event “gone” yet: readers see the words alone.",
    ]


def test_figure_of_a_draft_is_shown_from_the_desk(desk):
    trip = make_trip(status=Status.DRAFT)
    day = make_day(trip)
    figure = make_figure(trip, name="stage", title="The stage", caption="With [Ada](person:ada)", alt="A stage")
    make_person("Ada")
    html = seen(desk, "![](figure:stage)", day=day.pk)
    source = f"{reverse('desk:photo', args=[figure.photo.uuid, 64])}"
    assert f'src="{source}"' in html
    assert "/photos/" not in html.replace("/admin/desk/photos/", "")
    assert "avif" not in html
    assert '<a class="person" href="/people/ada/">Ada</a>' in html


def test_figures_that_readers_do_not_get_say_why(desk):
    trip = make_trip()
    day, other = make_day(trip), make_day(trip, title="Later", status=Status.DRAFT)
    make_figure(trip, name="hal", title="Hal").people.add(make_person(visibility=Visibility.HIDDEN))
    make_figure(trip, name="later", title="Sunset", day=other)
    make_figure(trip, name="bare", title="")
    html = seen(desk, "![](figure:hal)\n\n![](figure:later)\n\n![](figure:bare)\n\nNo ![](figure:gone)", day=day.pk)
    assert '<p class="figure-note">“Hal” shows somebody who is hidden: readers do not get it.</p>' in html
    assert "“Sunset” belongs to “Later”, which is a draft: readers get it with that day." in html
    assert "“bare” has no alternative text: say what it shows to those who cannot see it." in html
    assert ">figure:gone</span>" in html
    assert "This trip has no figure “gone” yet: readers see nothing here." in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<a href="person:ada" onclick="alert(1)">Ada</a>',
        '[x](person:"><script>alert(1)</script>)',
        '![](figure:"onerror=alert(1))',
        "<style>*{display:none}</style>",
        '<p style="position:fixed">x</p>',
    ],
)
def test_preview_is_sanitised(desk, text):
    make_person("Ada")
    html = seen(desk, text)
    assert "<script" not in html
    assert "<style" not in html
    # Inside an attribute or as text, quotes and brackets are escaped.
    for bad in ('onerror="', 'onclick="', "javascript:", 'style="'):
        assert bad not in html


def test_names_in_hints_are_escaped(desk):
    make_person("<b>Ada</b>", slug="ada", visibility=Visibility.NAME)
    html = seen(desk, "[x](person:ada)")
    assert "<b>Ada" not in html
    assert "&lt;b&gt;Ada" in html


def test_text_that_is_too_long_is_refused_with_its_size(desk):
    response = preview(desk, "x" * (LONGEST + 1))
    assert (response.status_code, response.content.decode()) == (
        413,
        "This text has 200,001 characters, the preview takes 200,000. "
        "It can be saved all the same; consider several days.",
    )


@pytest.mark.parametrize("text", ["> " * 3000 + "x", "[" * 3000, "- " * 2000, "**" * 3000, "\0", "\x02\x03"])
def test_strange_texts_are_answered(desk, text):
    assert preview(desk, text).status_code in (200, 422)


def test_preview_is_for_the_writer_alone_and_never_kept(client):
    assert preview(client, "x").status_code == 302
    helper(client, "view_day")
    assert preview(client, "x").status_code == 403
    client.logout()
    client.force_login(make_owner())
    assert client.get(reverse("desk:preview")).status_code == 405
    assert "no-store" in preview(client, "x")["Cache-Control"]


def test_preview_keeps_nothing_and_takes_as_many_queries_for_three_as_for_one(desk, django_assert_num_queries):
    trip = make_trip()
    day = make_day(trip)
    for number in range(3):
        make_person(f"Ada {number}", slug=f"ada-{number}")
        make_talk(day, slug=f"talk-{number}")
        make_figure(trip, name=f"figure-{number}", day=day)

    def text(count):
        lines = (f"[x](person:ada-{n}) [y](talk:talk-{n})\n\n![](figure:figure-{n})\n\n" for n in range(count))
        return "".join(lines)

    # The first request of a session notes where it is used from.
    preview(desk, text(1), day=day.pk)
    revision = Log.current().revision
    with CaptureQueriesContext(connection) as for_one:
        preview(desk, text(1), day=day.pk)
    with django_assert_num_queries(len(for_one)):
        preview(desk, text(3), day=day.pk)
    assert Log.current().revision == revision
    day.refresh_from_db()
    assert day.body == ""


# The field itself


@pytest.mark.parametrize(
    ("page", "field"),
    [("people_person", "about"), ("posts_talk", "notes"), ("posts_talk", "abstract"), ("posts_place", "about")],
)
def test_markdown_fields_have_the_editor_and_private_notes_do_not(desk, page, field):
    fields = desk.get(reverse(f"admin:{page}_add")).context["adminform"].form.fields
    assert isinstance(fields[field].widget, MarkdownEditor)
    assert not isinstance(fields["private_note"].widget, MarkdownEditor)


def test_text_in_the_field_is_escaped():
    html = MarkdownEditor("small").render("body", "</textarea><script>", {"id": "id_body"})
    assert "&lt;/textarea&gt;&lt;script&gt;" in html
    assert "text-preview" not in html


def test_text_is_kept_with_plain_line_ends():
    assert MarkdownEditor().value_from_datadict({"body": "One\r\n\r\nTwo"}, {}, "body") == "One\n\nTwo"
    assert MarkdownEditor().value_from_datadict({}, {}, "body") is None
