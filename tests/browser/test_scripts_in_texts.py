"""No script runs that did not come with the program, though the content security policy is switched off."""

import datetime
from itertools import count
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from people.models import Alias, Person, PersonLink
from posts.models import Category, Day, Event, EventSeries, Figure, Log, Place, PreviewLink, Tag, Talk, TalkLink, Trip
from tests.browser.scripts_in_texts import SHORT, SHORT_ADDRESSES, in_texts
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_owner,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tests.posts.public.surfaces import read_everything

DAYS = 6
WRITTEN: tuple[type[models.Model], ...] = (
    *(Trip, Day, Person, Alias, PersonLink, Place, Event, EventSeries, Talk, TalkLink, Figure, Log, Tag, Category),
)
# What has a form of its own: an attack there is refused by its validator, and nothing is shown.
LEFT_ALONE = {"slug", "time_zone", "language", "status", "kind", "visibility", "attendance", "role", "name"}
# Attributes that lead somewhere or run, and elements that no text of ours has.
STRANGE = """() => {
  const leads = new Set(["href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"]);
  const fine = new Set(["http:", "https:", "mailto:", "blob:"]);
  const script = "script:not([src^='/static/'], [type='application/ld+json'])";
  const unknown = `iframe, object, embed, base, frame, frameset, marquee, meta[http-equiv], style, ${script}`;
  const found = [...document.querySelectorAll(unknown)].map((element) => `<${element.localName}>`);
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const leadsSomewhere = leads.has(name) && URL.canParse(value, location.href);
      const isLost = leadsSomewhere && !fine.has(new URL(value, location.href).protocol);
      if (isLost || name.startsWith("on") || name === "style" || name === "srcdoc") {
        found.push(`<${element.localName} ${name}="${value}">`);
      }
    }
  }
  return found;
}"""


@pytest.fixture
def tried(db: None) -> Trip:
    """A published trip in which every text is an attempt, and whatever else the log can hold, the same way."""
    vectors = list(in_texts())
    trip = make_trip()
    days = [make_day(trip, body="\n\n".join(vectors[number::DAYS])) for number in range(DAYS)]
    ada, ben = (make_person(name, visibility="public") for name in ("Ada", "Ben"))
    place = make_place("Soup")
    event = make_event(trip, series=make_series())
    talk = make_talk(days[0], (ada,), event=event)
    TalkLink.objects.create(talk=talk, url="https://x.example/")
    Alias.objects.create(person=ada, name="Addie")
    PersonLink.objects.create(person=ada, url="https://x.example/")
    make_encounter(days[0], ben)
    figure = make_figure(trip, day=days[0], name="pond")
    figure.people.add(ada)
    make_figure(trip, name="unshown")
    trip.cover = figure
    trip.save()
    trip.tags.add("tag")
    trip.categories.add("category")
    days[0].body = f"[x](person:{ada.slug}) at [y](place:{place.slug})\n\n![](figure:pond)\n\n{days[0].body}"
    days[0].save()
    Log.objects.update_or_create(pk=1)
    turn = count()
    for model in WRITTEN:
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(**_attempts(model, next(turn)))
    return trip


def _attempts(model: type[models.Model], turn: int) -> dict[str, Any]:
    """Return a short attempt for each text field; a day's body has its own, a figure's name is its address."""
    chosen = {}
    for number, field in enumerate(model._meta.concrete_fields):
        if not isinstance(field, models.CharField | models.TextField) or field.name == "body" or field.choices:
            continue
        if field.name in LEFT_ALONE and not (field.name == "name" and model is not Figure):
            continue
        attempts = SHORT_ADDRESSES if isinstance(field, models.URLField) else SHORT
        chosen[field.name] = attempts[(turn + number) % len(attempts)][: field.max_length]
    return chosen


def test_no_text_runs_a_script_on_any_public_page_or_preview(live_server, browser: Browser, tried: Trip):
    opened = PreviewLink.objects.create(trip=tried, expires_at=timezone.now() + datetime.timedelta(days=1))
    answers = read_everything(Client()).items()
    pages = [
        address for address, answer in answers if b"'Content-Type': 'text/html" in answer and ".jpg" not in address
    ]
    pages += [opened.get_absolute_url(), *(f"/search/?q={attempt}" for attempt in SHORT), f"/{SHORT[0]}/"]
    context = browser.new_context(bypass_csp=True)
    page, ran = _watched(context)
    strange = {}
    for address in pages:
        page.goto(f"{live_server.url}{address}", wait_until="load")
        if found := page.evaluate(STRANGE):
            strange[address] = found
    context.close()
    assert ran == []
    assert strange == {}
    assert len(pages) > 30


def test_no_text_runs_a_script_in_the_preview_at_the_desk(live_server, browser: Browser, tried: Trip, client: Client):
    owner = make_owner()
    client.force_login(owner)
    context = browser.new_context(bypass_csp=True)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page, ran = _watched(context)
    for day in tried.days.all()[:2]:
        page.goto(f"{live_server.url}/admin/posts/day/{day.pk}/change/", wait_until="load")
        page.get_by_role("tab", name="Preview").first.click()
        page.wait_for_function("document.querySelector('.preview-page')?.textContent.length > 1000")
    context.close()
    assert ran == []


def test_the_attempts_would_be_noticed(browser: Browser):
    """The same attempts on a page that escapes nothing: many of them run."""
    context = browser.new_context()
    page, ran = _watched(context)
    page.set_content("<!doctype html>" + "\n".join(SHORT))
    page.wait_for_function("document.readyState === 'complete'")
    assert len(ran) > 3
    assert page.evaluate(STRANGE) != []
    context.close()


def _watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """Return a page, and where `ran()` was called in it or a dialog was opened."""
    ran: list[str] = []
    context.expose_binding("ran", lambda source: ran.append(source["page"].url))
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    context.add_init_script("for (const way of ['alert', 'confirm', 'prompt', 'print']) window[way] = () => ran();")
    return page, ran
