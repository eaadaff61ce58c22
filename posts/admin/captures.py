"""The capture box: a note or pictures now, sorted into a day later."""

import reversion
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from posts.captures import keep, put_into
from posts.keys import key_in
from posts.models import Capture, Day


def _desk() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:index')}#captures")


@require_POST
@permission_required("posts.add_capture", raise_exception=True)
def new_capture(request: HttpRequest) -> HttpResponse:
    capture, refused = keep(request.POST.get("text", ""), request.FILES.getlist("photos"), request.user)
    for reason in refused:
        messages.error(request, reason)
    if capture is not None:
        messages.success(request, "Kept. Put it into a day when you have the time.")
    elif not refused:
        messages.warning(request, "Nothing kept: write something, or choose a picture.")
    return _desk()


@require_POST
@permission_required("posts.change_day", raise_exception=True)
def sort_capture(request: HttpRequest, key: int) -> HttpResponse:
    """Put a note into the chosen day."""
    capture = get_object_or_404(Capture, pk=key)
    day = Day.objects.select_related("trip").filter(pk=key_in(request.POST.get("day", ""))).first()
    if day is None:
        messages.error(request, "Not sorted: choose the day it belongs to.")
        return _desk()
    with reversion.create_revision():
        reversion.set_user(request.user)
        reversion.set_comment("Put in from a note.")
        put_into(capture, day)
    page = reverse("admin:posts_day_change", args=[day.pk])
    messages.success(request, format_html('Put at the end of <a href="{}">{}: {}</a>.', page, day.trip, day))
    return _desk()


@require_POST
@permission_required("posts.delete_capture", raise_exception=True)
def delete_capture(request: HttpRequest, key: int) -> HttpResponse:
    get_object_or_404(Capture, pk=key).delete()
    messages.success(request, "Deleted.")
    return _desk()
