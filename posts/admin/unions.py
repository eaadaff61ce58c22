"""Pages of the desk on who is who: likely duplicates, making two people one, taking that back, making one two."""

from typing import Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from people.models import DifferentPeople, Person, Union
from posts.care.duplicates import likely_duplicates
from posts.care.splitting import SplitRefused, pieces_of, split
from posts.care.unions import UnionRefused, merge, separate

from .common import KeysSelect

MOST_SHOWN = 100
may_merge = permission_required(["people.change_person", "people.delete_person"], raise_exception=True)
may_split = permission_required(["people.change_person", "people.add_person"], raise_exception=True)


class PairForm(forms.Form):
    """Two people, each looked up by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("kept", "Stays"), ("merged", "Goes into the one above")):
            lookup = KeysSelect(DifferentPeople._meta.get_field("first"), admin.site)
            self.fields[name] = forms.ModelChoiceField(Person.objects.all(), label=label, widget=lookup)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kept") and values.get("kept") == values.get("merged"):
            raise forms.ValidationError("That is one and the same person; choose another in one of the fields.")
        return values


@may_merge
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    found = likely_duplicates()
    unions = Union.objects.filter(undone_at=None).select_related("kept", "made_by").defer("before")
    context = {
        "title": "Who may be one person",
        "likenesses": found[:MOST_SHOWN],
        "more": max(0, len(found) - MOST_SHOWN),
        "unions": unions[:MOST_SHOWN],
    }
    return _page(request, "admin/desk/duplicates.html", context)


@may_merge
@require_POST
def different(request: HttpRequest) -> HttpResponse:
    """Note that two people are not the same, for good."""
    form = PairForm(request.POST)
    if form.is_valid():
        pair = sorted((form.cleaned_data["kept"], form.cleaned_data["merged"]), key=lambda person: person.pk)
        DifferentPeople.objects.get_or_create(first=pair[0], second=pair[1])
        messages.success(request, f"{pair[0]} and {pair[1]} are two people, and not proposed again.")
    return redirect("desk:duplicates")


@may_merge
def merge_people(request: HttpRequest) -> HttpResponse:
    """Show two people side by side (`?kept=1&merged=2`), and make them one."""
    form = PairForm(request.POST or (request.GET if "kept" in request.GET and "merged" in request.GET else None))
    if request.method == "GET" and not form.is_bound:
        form = PairForm(initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        return _merged(request, form.cleaned_data["kept"], form.cleaned_data["merged"])
    pair = [form.cleaned_data["kept"], form.cleaned_data["merged"]] if form.is_bound and form.is_valid() else []
    context = {"title": "Make two people one", "form": form, "pair": [_summary(person) for person in pair]}
    return _page(request, "admin/desk/merge.html", context | {"media": form.media})


def _merged(request: HttpRequest, kept: Person, merged: Person) -> HttpResponse:
    name = merged.name
    with transaction.atomic(), reversion.create_revision():
        union = merge(kept, merged, made_by=request.user)
        reversion.set_user(request.user)
        reversion.set_comment(f"Made one: {name} went into {kept}.")
    undo = reverse("desk:duplicates") + f"#union-{union.pk}"
    messages.success(request, format_html('{} is {} now. <a href="{}">Take back</a>', name, kept, undo))
    return redirect("admin:people_person_change", kept.pk)


@may_merge
@require_POST
def undo_union(request: HttpRequest, key: int) -> HttpResponse:
    union = get_object_or_404(Union, pk=key)
    try:
        with transaction.atomic(), reversion.create_revision():
            left = separate(union)
            reversion.set_user(request.user)
            reversion.set_comment(f"Taken back: {union}.")
    except UnionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:duplicates")
    messages.success(request, f"{union.merged_name} and {union.kept} are two people again.")
    for line in left:
        messages.warning(request, line[:1].upper() + line[1:] + ".")
    return redirect("desk:duplicates")


@may_split
def split_person(request: HttpRequest, key: int) -> HttpResponse:
    """List everything that names or holds somebody; what is chosen goes to somebody new."""
    person = get_object_or_404(Person, pk=key)
    if request.method == "POST":
        try:
            with transaction.atomic(), reversion.create_revision():
                other = split(person, request.POST.get("name", ""), request.POST.getlist("piece"))
                reversion.set_user(request.user)
                reversion.set_comment(f"Made two: {other} came out of {person}.")
        except SplitRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{other} is somebody of their own now, as visible as {person}.")
            return redirect("admin:people_person_change", other.pk)
    context = {
        "title": f"Two people in one: {person}",
        "person": person,
        "pieces": list(pieces_of(person)),
        "name": request.POST.get("name", ""),
        "chosen": request.POST.getlist("piece"),
    }
    return _page(request, "admin/desk/split.html", context)


def _summary(person: Person) -> dict[str, Any]:
    """Return what tells a person apart, for the page that asks which of two stays."""
    return {
        "person": person,
        "names": ", ".join(person.aliases.values_list("name", flat=True)),
        "links": list(person.links.values_list("url", flat=True)),
        "days": person.encounters.count(),
        "talks": person.talk_speakers.count(),
        "figures": person.figure_people.count(),
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | context)
