"""The queue of figures that nobody has described yet: one large picture, one field, the next."""

from typing import Any

import reversion
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from posts.keys import key_in
from posts.models import Figure, Trip
from posts.pictures import without_alt

from .thumbnails import LARGE_WIDTH, photo_address


class AltForm(forms.ModelForm):
    class Meta:
        model = Figure
        fields = ["alt"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 3, "autofocus": True, "enterkeyhint": "next"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"].required = True
        self.fields["alt"].error_messages["required"] = "Say what the picture shows, or skip it."


def alt_queue(request: HttpRequest) -> HttpResponse:
    """Show the first figure without alternative text, or the one after those that were skipped; save, go on."""
    if not request.user.has_perm("posts.change_figure"):
        raise PermissionDenied
    trip = _trip(request.GET.get("trip", ""))
    waiting = list(without_alt(trip))
    asked = _asked(waiting, key_in(request.GET.get("figure", "")))
    if request.method == "POST":
        asked = get_object_or_404(Figure, pk=key_in(request.POST.get("figure", "")))
    form = AltForm(request.POST or None, instance=asked) if asked else None
    if form and asked and request.method == "POST" and form.is_valid():
        with reversion.create_revision():
            reversion.set_user(request.user)
            form.save()
        messages.success(request, f"{asked} is described.")
        return redirect(_address(trip, _after(waiting, asked)))
    context = {
        **admin.site.each_context(request),
        "title": "Pictures without a description",
        "trip": trip,
        "trips": Trip.objects.filter(pk__in=without_alt().order_by().values("trip")),
        "figure": asked,
        "form": form,
        "picture": photo_address(asked.photo, LARGE_WIDTH) if asked else "",
        "waiting": len(waiting),
        "skip": _address(trip, _after(waiting, asked)) if asked and len(waiting) > 1 else "",
    }
    return render(request, "admin/posts/alt_queue.html", context)


def _trip(key: str) -> Trip | None:
    return Trip.objects.filter(pk=key_in(key)).first()


def _asked(waiting: list[Figure], key: int) -> Figure | None:
    return next((figure for figure in waiting if figure.pk == key), waiting[0] if waiting else None)


def _after(waiting: list[Figure], figure: Figure) -> Figure | None:
    """Return the one that waits behind a figure, the first one behind the last; None when no other waits."""
    keys = [each.pk for each in waiting]
    others = [each for each in waiting if each.pk != figure.pk]
    if not others:
        return None
    place = keys.index(figure.pk) if figure.pk in keys else 0
    return others[place % len(others)]


def _address(trip: Trip | None, figure: Figure | None) -> str:
    asked = {"trip": trip.pk if trip else None, "figure": figure.pk if figure else None}
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse("desk:alt-queue") + (f"?{query}" if query else "")
