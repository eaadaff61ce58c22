"""What somebody typed and did not save, offered where it was typed: what it would change, field by field."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from posts.differences import Piece, difference
from posts.models import Draft

from .conflicts import LOADED
from .page_values import Page, Row, Values, fields_of, is_sent, readable, rows_sent, sent, shown, values_of

DEVICE = "_device"  # what the browser calls the device it runs on: phone or computer
WINDOW = "_window"  # the form's field that names the window somebody types in
EDITS = "_edits"  # how often something was typed there
REPLACES = "_replaces"  # what the window took over, as "window:edits window:edits"
WINDOW_NAME = re.compile(r"[\w-]{8,50}")
# What says where somebody came from, and nothing about what is written.
NOT_OF_THE_PAGE = ("_changelist_filters", "_popup", "_to_field")


@dataclass(frozen=True)
class Typed:
    """The values of a page's form as they were typed in one window."""

    window: str
    values: dict[str, list[str]]
    at: datetime.datetime

    @property
    def data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, values in self.values.items():
            data.setlist(name, values)
        return data

    @property
    def as_json(self) -> str:
        return json.dumps(self.values)

    @property
    def device(self) -> str:
        return "".join(self.values.get(DEVICE, []))

    @property
    def edits(self) -> int:
        return number("".join(self.values.get(EDITS, [])))

    @property
    def replaces(self) -> list[tuple[str, int]]:
        return replaced("".join(self.values.get(REPLACES, [])))


@dataclass(frozen=True)
class Change:
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Offer:
    typed: Typed
    changes: list[Change]


def number(text: str) -> int:
    """Return a count of edits; none where there is nothing of that kind."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def replaced(text: str) -> list[tuple[str, int]]:
    """Return the windows that another took over, each with its count of edits then."""
    pairs = [each.partition(":") for each in text.split()]
    return [(window, number(edits)) for window, _, edits in pairs if WINDOW_NAME.fullmatch(window)]


def address_of(request: HttpRequest) -> str:
    """Return what a page's drafts are kept under: its path, and what its query says about a thing to be added."""
    query = sorted((key, value) for key, value in request.GET.items() if key not in NOT_OF_THE_PAGE)
    address = f"{request.path}?{urlencode(query)}" if query and request.path.endswith("/add/") else request.path
    return address if len(address) <= 300 else request.path


def desk_of(address: str) -> tuple[Any, str | None] | None:
    """Return the admin whose form stands at an address, and the key of its thing (None to add one)."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    for model, desk in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if found.app_name == "admin" and found.url_name in (f"{name}_add", f"{name}_change"):
            return desk, found.kwargs.get("object_id")
    return None


def drafts_of(user: Any, address: str) -> list[Typed]:
    """Return what the server keeps of somebody's typing on a page, newest first."""
    drafts = Draft.objects.filter(user=user, page=address).exclude(values={})
    return [Typed(draft.window, draft.values, draft.updated_at) for draft in drafts]


def offers_of(page: Page, typed: Iterable[Typed]) -> list[Offer]:
    """Return what would change something, newest first; of a window, only the newest."""
    newest: dict[str, Typed] = {}
    for one in sorted(typed, key=lambda one: (one.edits, one.at)):
        newest[one.window] = one
    by_time = sorted(newest.values(), key=lambda one: one.at, reverse=True)
    offers = [Offer(one, list(_changes(page, one))) for one in by_time]
    return [offer for offer in offers if offer.changes]


def _changes(page: Page, typed: Typed) -> Iterator[Change]:
    try:
        loaded = json.loads("".join(typed.values.get(LOADED, [])))
        base, rows = dict(loaded["form"]), dict(loaded["rows"])
    except (ValueError, KeyError, TypeError):
        base, rows = {}, {}
    yield from _of_form(page.form, "", base, typed.data)
    for formset in page.formsets:
        empty = values_of(formset.empty_form)
        for row in rows_sent(formset, typed.data):
            row_base = rows.get(formset.prefix, {}).get(row.key, empty)
            yield from _of_row(row, row_base, typed.data)


def _of_row(row: Row, base: Values, data: QueryDict) -> Iterator[Change]:
    if f"{row.prefix}-DELETE" in data:
        if row.exists:
            yield Change(row.label, [Piece("removed", str(row.form.instance))])
        return
    yield from _of_form(row.form, row.prefix, base, data, row.label)


def _of_form(form: Any, row: str, base: Values, data: QueryDict, label: str = "") -> Iterator[Change]:
    for name, field in fields_of(form):
        full_name = f"{row}-{name}" if row else form.add_prefix(name)
        here, there = sent(field, full_name, data), shown(form, name)
        if is_sent(field, full_name, data) and here not in (there, base.get(name)):
            title = f"{label}: {form[name].label}" if label else str(form[name].label)
            yield Change(title, difference(readable(field, there), readable(field, here)))
