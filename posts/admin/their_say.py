"""What people have a say in, on the desk: links to their own page, their wishes, their data, and erasing them."""

from typing import Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from people.models import Person, PersonalLink, Wish
from posts.care.erasing import Erased, erase, names_of
from posts.care.person_data import data_of, passages_of
from posts.care.wishes import WishRefused, decline, grant
from posts.models import Figure

MOST_SHOWN = 100
may_change = permission_required("people.change_person", raise_exception=True)
may_erase = permission_required(["people.change_person", "people.delete_person"], raise_exception=True)


class EraseForm(forms.Form):
    """How somebody is erased; their name, typed, is the confirmation."""

    pictures = forms.ChoiceField(
        label="Pictures that show them",
        widget=forms.RadioSelect,
        initial="remove",
        choices=[
            ("remove", "Remove, with the original"),
            ("blur", "Blur, and remove the original"),
            ("keep", "Keep, without the name"),
        ],
    )
    words = forms.CharField(label="Written instead of the name", required=False, max_length=100, initial="someone")
    names = forms.CharField(
        label="Names to replace wherever they stand",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line. Short names that others have too are left out: add them if they mean nobody else.",
    )
    confirmation = forms.CharField(label="Type the name to confirm")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["names"].initial = "\n".join(names_of(person))

    def clean_confirmation(self) -> str:
        if self.cleaned_data["confirmation"].strip() != self.person.name:
            raise forms.ValidationError(f"Type “{self.person.name}”, exactly. Nothing was erased.")
        return self.person.name

    def clean_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


@may_change
@require_POST
def make_personal_link(request: HttpRequest, key: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=key)
    PersonalLink.objects.create(person=person)
    messages.success(request, f"{person} has a page of their own now. Send them its address.")
    return redirect("desk:memory", person.pk)


@may_change
@require_POST
def revoke_personal_link(request: HttpRequest, key: int) -> HttpResponse:
    link = get_object_or_404(PersonalLink, pk=key)
    link.revoke()
    messages.success(request, f"The link of {link.person} opens nothing any more.")
    return redirect("desk:memory", link.person_id)


@may_change
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """List what people ask for, the oldest unanswered wish first."""
    asked = Wish.objects.select_related("person", "photo")
    context = {
        "title": "Wishes",
        "waiting": asked.filter(answer="").order_by("created_at", "id")[:MOST_SHOWN],
        "answered": asked.exclude(answer="")[:MOST_SHOWN],
    }
    return _page(request, "admin/desk/wishes.html", context)


@may_change
@require_POST
def answer_wish(request: HttpRequest, key: int) -> HttpResponse:
    wish = get_object_or_404(Wish.objects.select_related("person"), pk=key, answer="")
    if "decline" in request.POST:
        decline(wish)
        messages.success(request, f"Declined. {wish.person} reads so on their page.")
        return redirect("desk:wishes")
    if wish.kind == Wish.Kind.ERASE:
        return redirect("desk:erase", wish.person_id)
    try:
        with transaction.atomic(), reversion.create_revision():
            done = grant(wish, request.POST.get("text", ""))
            reversion.set_user(request.user)
            reversion.set_comment(f"A wish was granted: {wish.get_kind_display()}.")
    except WishRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("desk:wishes")


@may_change
@require_safe
def data_of_person(request: HttpRequest, key: int) -> HttpResponse:
    """Give everything about somebody as a file, with the private notes: look it over before you pass it on."""
    person = get_object_or_404(Person, pk=key)
    headers = {"Content-Disposition": f'attachment; filename="{slugify(person.name) or "person"}.json"'}
    readable = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(data_of(person, is_private=True), json_dumps_params=readable, headers=headers)


@may_erase
def erase_person(request: HttpRequest, key: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=key)
    form = EraseForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        words = "" if values["words"].strip() in ("", "someone") else values["words"].strip()
        erased = erase(person, values["pictures"], words, values["names"])
        messages.success(request, _told(erased))
        return redirect("admin:people_person_changelist")
    context = {
        "title": f"Erase {person}",
        "person": person,
        "form": form,
        "passages": passages_of(person, is_private=True)[:MOST_SHOWN],
        "figures": Figure.objects.filter(people=person).select_related("trip", "photo"),
    }
    return _page(request, "admin/desk/erase.html", context)


def _told(erased: Erased) -> str:
    return (
        f"{erased.name} is erased: {erased.texts} texts rewritten, {erased.pictures} pictures gone, "
        f"{erased.versions} old versions forgotten. Backups made before still hold them."
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | context)
