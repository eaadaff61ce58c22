"""Two windows on one thing: nobody overwrites what the other saved without having seen it.

A page carries the values it was loaded with. When it is sent, each field is looked at thrice: as it was then, as it is
stored now, as it was sent. What one side alone changed is taken. Texts changed by both are merged if they were changed
in different paragraphs. Anything else is for the writer to decide, on a page that shows both.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import UniqueConstraint
from django.http import HttpRequest, QueryDict

from posts.differences import Piece, difference
from posts.merging_texts import Merge, three_way

from .page_values import (
    Loaded,
    Page,
    Row,
    Values,
    fields_of,
    is_sent,
    is_text,
    put,
    readable,
    rows_sent,
    sent,
    shown,
    values_of,
)

LOADED = "_loaded"  # the form's field that holds what its page was loaded with
CHOICE, MERGED, THEIRS = "_choice-", "_merged-", "_theirs-"


@dataclass
class FieldConflict:
    """A field that two windows changed, each in its own way. `name` is the field's name as it was sent."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_as_sent: str
    merge: Merge | None

    @property
    def pieces(self) -> list[Piece]:
        return difference(self.theirs, self.mine)


@dataclass
class Outcome:
    """What came of bringing together what was sent and what is stored."""

    conflicts: list[FieldConflict] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def loaded_with(request: HttpRequest) -> Loaded | None:
    """Return what the sent page was loaded with, or None where it does not say."""
    try:
        loaded = json.loads(request.POST.get(LOADED, ""))
        return {"form": dict(loaded["form"]), "rows": dict(loaded["rows"])}
    except (ValueError, KeyError, TypeError):
        return None


def choose(data: QueryDict) -> None:
    """Do as the writer chose on the page of conflicts."""
    for key in [key for key in data if key.startswith(CHOICE)]:
        name, choice = key.removeprefix(CHOICE), data[key]
        if choice == "merged":
            data[name] = data.get(MERGED + name, "")
        elif choice == "theirs":
            for part, values in json.loads(data.get(THEIRS + name, "{}")).items():
                data.setlist(part, values)
    for key in [key for key in data if key.startswith((CHOICE, MERGED, THEIRS))]:
        del data[key]


def reconcile(page: Page, loaded: Loaded, data: QueryDict, files: Any) -> Outcome:
    """Bring what was sent together with what is stored now. Changes `data` and `files` to what is to be saved."""
    outcome = Outcome()
    _settle(page.form, "", loaded["form"], data, outcome)
    for formset in page.formsets:
        if f"{formset.prefix}-TOTAL_FORMS" in data:
            _settle_rows(formset, loaded["rows"].get(formset.prefix, {}), data, files, outcome)
    return outcome


def _settle(form: Any, row: str, base: Values, data: QueryDict, outcome: Outcome, label: str = "") -> None:
    """Settle each field of a form; `row` is the prefix of its names where it is one of several."""
    for name, one in fields_of(form):
        full_name = f"{row}-{name}" if row else form.add_prefix(name)
        was, here, there = base.get(name), sent(one, full_name, data), shown(form, name)
        if was is None or there in (was, here) or not is_sent(one, full_name, data):
            continue
        if here == was:
            put(one, full_name, there, data)
            continue
        title = f"{label}: {form[name].label}" if label else str(form[name].label)
        merge = three_way("".join(was), "".join(here), "".join(there)) if is_text(one) else None
        if merge and not merge.conflicts:
            put(one, full_name, [merge.text], data)
            outcome.merged.append(title)
        else:
            outcome.conflicts.append(_conflict(one, full_name, title, (here, there), merge))


def _conflict(
    one: Any, name: str, label: str, sides: tuple[list[str], list[str]], merge: Merge | None
) -> FieldConflict:
    mine, theirs = sides
    as_sent = QueryDict(mutable=True)
    put(one, name, theirs, as_sent)
    # An unticked box sends nothing; here that has to be said.
    parts = dict(as_sent.lists()) or {name: []}
    return FieldConflict(name, label, readable(one, mine), readable(one, theirs), json.dumps(parts), merge)


def _settle_rows(formset: Any, base: dict[str, Values], data: QueryDict, files: Any, outcome: Outcome) -> None:
    """Settle the rows of a formset by their keys; then number them anew, those that are stored before new ones."""
    stored: list[tuple[int, str]] = []
    new: list[int] = []
    rows = list(rows_sent(formset, data))
    elsewhere = _added_elsewhere(formset, base, {row.key for row in rows})
    for row in rows:
        row_base = base.get(row.key) or values_of(formset.empty_form)
        if not row.exists and not row.key and (twin := _twin(row, elsewhere, data)):
            row = Row(formset, row.number, twin, str(twin.instance.pk), True)  # noqa: PLW2901
            elsewhere.remove(twin)
        if row.exists:
            _settle_stored(row, row_base, data, outcome)
            stored.append((row.number, row.key))
        elif not row.key or _is_still_wanted(row, row_base, data, outcome):
            new.append(row.number)
    if [number for number, _ in stored] + new != list(range(len(rows))) or any(
        row.key and not row.exists for row in rows
    ):
        _renumber(formset, stored, new, (data, files))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(stored))
    _name_keys(formset, stored, data)


def _settle_stored(row: Row, base: Values, data: QueryDict, outcome: Outcome) -> None:
    if f"{row.prefix}-DELETE" not in data:
        _settle(row.form, row.prefix, base, data, outcome, row.label)
    elif values_of(row.form) != base:
        del data[f"{row.prefix}-DELETE"]
        for name, one in fields_of(row.form):
            put(one, f"{row.prefix}-{name}", shown(row.form, name), data)
        outcome.notes.append(f"Not deleted, since it was changed in another window meanwhile: {row.label}.")


def _is_still_wanted(row: Row, base: Values, data: QueryDict, outcome: Outcome) -> bool:
    """Return whether a row that was deleted elsewhere comes back: if it was changed here, and not deleted as well."""
    name = str(row.formset.model._meta.verbose_name)
    if f"{row.prefix}-DELETE" in data:
        return False
    if all(sent(one, f"{row.prefix}-{key}", data) == base.get(key, []) for key, one in fields_of(row.form)):
        outcome.notes.append(f"Deleted in another window meanwhile: a {name}.")
        return False
    outcome.notes.append(f"Deleted in another window, but changed here and therefore kept: a {name}.")
    return True


def _added_elsewhere(formset: Any, base: dict[str, Values], keys: set[str]) -> list[Any]:
    known = keys | set(base)
    return [form for form in formset.initial_forms if str(form.instance.pk) not in known]


def _twin(row: Row, elsewhere: list[Any], data: QueryDict) -> Any:
    """Return the row that another window added and that may be there only once, if this is it again."""
    model = row.formset.model
    uniques = [one.fields for one in model._meta.constraints if isinstance(one, UniqueConstraint) and not one.condition]
    for form in elsewhere:
        for unique in uniques:
            names = [name for name in unique if name != row.formset.fk.name]
            here = [sent(form.fields[name], f"{row.prefix}-{name}", data) for name in names if name in form.fields]
            if len(here) == len(names) and all(here) and here == [shown(form, name) for name in names]:
                return form
    return None


def _renumber(formset: Any, stored: list[tuple[int, str]], new: list[int], both: tuple[Any, Any]) -> None:
    order = [number for number, _ in stored] + new
    for data in both:
        prefix = f"{formset.prefix}-"
        taken: dict[tuple[int, str], list[Any]] = {}
        for key in [key for key in data if key.startswith(prefix)]:
            number, _, name = key.removeprefix(prefix).partition("-")
            if number.isdecimal() and len(number) < 10 and name:
                taken[int(number), name] = data.pop(key)
        for (number, name), values in taken.items():
            if number in order:
                data.setlist(f"{prefix}{order.index(number)}-{name}", values)
    both[0][f"{formset.prefix}-TOTAL_FORMS"] = str(len(order))
    stored[:] = [(place, key) for place, (_, key) in enumerate(stored)]


def _name_keys(formset: Any, stored: list[tuple[int, str]], data: QueryDict) -> None:
    """Give each row the key it has now: none, if it is new again."""
    key_name = formset.model._meta.pk.name
    keys = dict(stored)
    for number in range(int(data.get(f"{formset.prefix}-TOTAL_FORMS", "0"))):
        data[f"{formset.prefix}-{number}-{key_name}"] = keys.get(number, "")
