"""Publishing from a day's and a trip's page, and from the list: first what to look at, then the writer decides."""

import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import reversion
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from posts.models import Day, Status, Trip
from posts.publishing import NotPublished, before_publishing, is_to_come, publish, state_of, trip_of, withdraw

from .findings import address_of
from .forms import LocalDateTimeField
from .previews import previews_of

KINDS: dict[str, Any] = {"trip": Trip, "day": Day}


class MomentInput(forms.SplitDateTimeWidget):
    """The browser's own calendar and clock, to the minute."""

    def __init__(self) -> None:
        date, time = (
            {"type": "date", "aria-label": "Publish at: date"},
            {"type": "time", "aria-label": "Publish at: time"},
        )
        super().__init__(date_attrs=date, time_attrs=time, date_format="%Y-%m-%d", time_format="%H:%M")


class PublicationForm(forms.ModelForm):
    """A form of a trip or a day, whose time of publishing is read and written in the trip's zone."""

    published_at = LocalDateTimeField(required=False, label="Publish at", widget=MomentInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self._zone({})
        if self.instance.published_at:
            self.initial["published_at"] = self.instance.published_at.astimezone(zone).replace(tzinfo=None)
        if "published_at" in self.fields:
            self.fields["published_at"].help_text = f"In the trip's time zone, {zone.key}. A time to come schedules it."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if entered := values.get("published_at"):
            zone = self._zone(values)
            if entered.replace(second=0, microsecond=0) == self._shown(zone):
                # What was not touched stays exact, to the microsecond.
                values["published_at"] = self.instance.published_at
            else:
                values["published_at"] = self._moment(entered, zone)
        return values

    def _shown(self, zone: ZoneInfo) -> datetime.datetime | None:
        stored = self.instance.published_at
        return stored.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0) if stored else None

    def _moment(self, entered: datetime.datetime, zone: ZoneInfo) -> datetime.datetime | None:
        moment = entered.replace(tzinfo=zone)
        if moment.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) != entered:
            self.add_error("published_at", f"Clocks in {zone.key} skip this time on that day; give another.")
            return None
        return moment

    def _zone(self, values: dict[str, Any]) -> ZoneInfo:
        if isinstance(self.instance, Trip):
            return ZoneInfo(values.get("time_zone") or self.instance.time_zone)
        trip = values.get("trip") or (self.instance.trip if self.instance.trip_id else Trip())
        return trip.zone


class PublishingAdmin(admin.ModelAdmin):
    """A page of something that becomes public: saving it publishes it too, if it is asked to and nothing is found."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save everything but a new publicness, which is decided on once the rest is saved."""
        before = type(obj).objects.filter(pk=obj.pk).first() if change else None
        is_new = obj.status == Status.PUBLISHED and (before is None or before.status != Status.PUBLISHED)
        asked = "_publish" in request.POST or (is_new and _would_be_public(obj))
        # A trip that moves is saved twice; the first time tells.
        if not getattr(request, "publishing", (False, None))[0]:
            request.publishing = (asked, obj.published_at)  # type: ignore[attr-defined]
        if asked and is_new:
            obj.status = before.status if before else Status.DRAFT
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.publishing_response(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.publishing_response(request, obj) or super().response_add(request, obj, post_url_continue)

    def publishing_response(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Publish what was saved, if that was asked for, and answer; without an answer saving goes on as usual."""
        asked, at = getattr(request, "publishing", (False, None))
        if not asked:
            return None
        # Whatever saving the rest of the page did to it.
        part = self.model._default_manager.get(pk=obj.pk)
        address = _publish_or_show(request, part, at if at and at > timezone.now() else None)
        if address or "_publish" in request.POST:
            return redirect(address or _page_of(part))
        return None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if (part := kwargs.get("obj")) is not None:
            context["publishing"] = publishing_of(part)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, parts: QuerySet[Any]) -> HttpResponse | None:
        pages = [page for part in parts if (page := _publish_or_show(request, part, None))]
        return redirect(pages[0]) if len(parts) == len(pages) == 1 else None

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, parts: QuerySet[Any]) -> None:
        for part in parts:
            withdraw(part)


def publishing_of(part: Trip | Day) -> dict[str, Any]:
    """Return what a page tells of how public something is, and what to look at before it is more so."""
    trip = trip_of(part)
    return {
        "part": part,
        "kind": part._meta.model_name,
        "trip": trip,
        "state": state_of(part),
        "trip_state": state_of(trip),
        "at": part.published_at and _local(part.published_at, trip),
        "check_page": reverse("desk:publish", args=[part._meta.model_name, part.pk]),
        "findings": [(finding, address_of(finding)) for finding in before_publishing(part)],
        "previews": previews_of(part),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what was found before publishing; sending the page publishes all the same."""
    if kind not in KINDS:
        raise Http404
    part: Trip | Day = get_object_or_404(KINDS[kind], pk=pk)
    if not may_publish(request, part):
        raise PermissionDenied
    at = _time_to_come(request.POST.get("at") or request.GET.get("at", ""))
    if request.method != "POST":
        shown = publishing_of(part)
        context = admin.site.each_context(request) | shown | {"title": f"Before publishing “{part}”"}
        context |= {"blocked": any(finding.blocks for finding, _ in shown["findings"]), "wanted": at}
        context["wanted_locally"] = at and _local(at, trip_of(part))
        return render(request, "admin/desk/publish.html", context)
    with reversion.create_revision():
        reversion.set_user(request.user)
        reversion.set_comment("Published." if at is None else "Scheduled.")
        _publish(request, part, at)
    return redirect(_page_of(part))


def may_publish(request: HttpRequest, part: Trip | Day) -> bool:
    """Whether somebody may publish something: with a day its trip becomes public, too."""
    needed = ["posts.change_trip"]
    if isinstance(part, Day):
        needed = ["posts.change_day"] + ([] if part.trip.status == Status.PUBLISHED else needed)
    return bool(request.user.has_perms(needed))


def _would_be_public(part: Trip | Day) -> bool:
    """Whether its being published is all that a part lacks: a day needs its trip to be published, too."""
    return isinstance(part, Trip) or part.trip.status == Status.PUBLISHED


def _publish_or_show(request: HttpRequest, part: Trip | Day, at: datetime.datetime | None) -> str:
    """Publish where nothing was found; otherwise say so, and return where the list of what was found is."""
    if not may_publish(request, part):
        messages.error(request, f"Saved, but not published: you may not publish “{trip_of(part)}”.")
        return ""
    count = len(before_publishing(part)) if trip_of(part).starts_on else 0
    if not count:
        _publish(request, part, at)
        return ""
    address = reverse("desk:publish", args=[part._meta.model_name, part.pk])
    address += f"?{urlencode({'at': at.isoformat()})}" if at else ""
    things = "1 thing" if count == 1 else f"{count} things"
    link = format_html('<a href="{}">{} to look at before</a>', address, things)
    messages.warning(request, format_html("“{}” is not published yet: {}.", part, link))
    return address


def _publish(request: HttpRequest, part: Trip | Day, at: datetime.datetime | None) -> None:
    try:
        publish(part, at)
    except NotPublished as reason:
        messages.error(request, f"{reason} What you wrote is saved." if "_publish" in request.POST else str(reason))
        return
    to_come = [each for each in (part, trip_of(part)) if is_to_come(each)]
    if to_come:
        zone = trip_of(part).zone
        moment = max(each.published_at for each in to_come if each.published_at).astimezone(zone)
        messages.success(request, f"Scheduled: public from {moment:%A, %-d %B %Y, %H:%M} ({zone.key}).")
    else:
        link = format_html('<a href="{}">Read it as your readers do.</a>', part.get_absolute_url())
        messages.success(request, format_html("“{}” is published. {}", part, link))


def _local(moment: datetime.datetime, trip: Trip) -> datetime.datetime:
    """Return what clocks show then where the trip is, without its zone: templates would tell the server's time."""
    return moment.astimezone(trip.zone).replace(tzinfo=None)


def _time_to_come(text: str) -> datetime.datetime | None:
    moment = parse_datetime(text) if text else None
    return moment if moment and timezone.is_aware(moment) and moment > timezone.now() else None


def _page_of(part: Trip | Day) -> str:
    return reverse(f"admin:posts_{part._meta.model_name}_change", args=[part.pk])
