"""Preview links on the desk: made, copied and revoked on the page of what they open, and listed all together."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from posts.models import Day, PreviewLink, Trip

from .common import named_if_split

MOST_DAYS = 365


class PreviewForm(forms.Form):
    """Whom a link is for, and for how many days it opens."""

    label = forms.CharField(label="For whom", max_length=100, required=False)
    days = forms.IntegerField(label="Opens for (days)", min_value=1, max_value=MOST_DAYS, initial=14)


def previews_of(part: Trip | Day) -> dict[str, Any]:
    """Return the links that open exactly this trip or day, and the form that makes one more."""
    links = PreviewLink.objects.open().filter(**_opened(part))
    form = PreviewForm(prefix="preview")
    for field in form.fields.values():
        # The page's own form is around these: they belong to another, which stands after it.
        field.widget.attrs["form"] = "preview-form"
    address = reverse("desk:new-preview", args=[part._meta.model_name, part.pk])
    return {"links": list(links), "form": form, "address": address}


def _opened(part: Trip | Day) -> dict[str, Any]:
    return {"trip": part.trip, "day": part} if isinstance(part, Day) else {"trip": part, "day": None}


@require_POST
def new_preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if not request.user.has_perm("posts.add_previewlink"):
        raise PermissionDenied
    part: Any = get_object_or_404(Day.objects.select_related("trip") if kind == "day" else Trip, pk=pk)
    form = PreviewForm(request.POST, prefix="preview")
    if form.is_valid():
        link = PreviewLink.objects.create(
            **_opened(part),
            label=form.cleaned_data["label"],
            expires_at=timezone.now() + datetime.timedelta(days=form.cleaned_data["days"]),
            made_by_id=request.user.pk,
        )
        address = request.build_absolute_uri(link.get_absolute_url())
        messages.success(request, format_html('Whoever has this address can read it: <a href="{0}">{0}</a>', address))
    else:
        messages.error(request, f"No link was made: give the number of days, from 1 to {MOST_DAYS}.")
    return redirect(f"{reverse(f'admin:posts_{kind}_change', args=[pk])}#previews")


@require_POST
def revoke_preview(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("posts.change_previewlink"):
        raise PermissionDenied
    link = get_object_or_404(PreviewLink, pk=pk)
    link.revoke()
    messages.success(request, "The link is closed, for good: whoever has its address finds nothing there.")
    page = ("day", link.day_id) if link.day_id else ("trip", link.trip_id)
    return redirect(f"{reverse(f'admin:posts_{page[0]}_change', args=[page[1]])}#previews")


@admin.register(PreviewLink)
class PreviewLinkAdmin(admin.ModelAdmin):
    """All links there are. They are made where the trip or the day is."""

    list_display = ["__str__", "trip", "label", "address", "created_at", "made_by", "is_open"]
    list_filter = ["revoked_at", "expires_at"]
    list_select_related = ["trip", "day__trip", "made_by"]
    search_fields = ["label", "trip__title", "day__title"]
    readonly_fields = ["trip", "day", "address", "created_at", "made_by", "revoked_at"]
    fields = ["trip", "day", "label", "expires_at", "address", "created_at", "made_by", "revoked_at"]
    actions = ["revoke"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return named_if_split(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)

    @admin.display(boolean=True, description="opens")
    def is_open(self, link: PreviewLink) -> bool:
        return link.is_open

    @admin.display(description="address")
    def address(self, link: PreviewLink) -> SafeString | str:
        return format_html('<a href="{0}">{0}</a>', link.get_absolute_url()) if link.is_open else "closed"

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, links: QuerySet[PreviewLink]) -> None:
        for link in links:
            link.revoke()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
