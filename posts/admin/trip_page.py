"""What can be done on a trip's page besides saving it: adding a section, and changing their order."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from posts.keys import key_in
from posts.models import Day, Trip
from posts.ordering import FixedOrder, move
from posts.sections import add_section

from .answers import for_scripts


@require_POST
@permission_required("posts.add_day", raise_exception=True)
def new_section(request: HttpRequest, key: int) -> HttpResponse:
    """Add the next day, a prologue or an epilogue, and go to its page."""
    trip = get_object_or_404(Trip, pk=key)
    kind = request.POST.get("kind", Day.Kind.DAY)
    last_day = trip.ends_on
    day = add_section(trip, kind if kind in Day.Kind.values else Day.Kind.DAY, request.user)
    if last_day and trip.ends_on and trip.ends_on > last_day:
        messages.info(request, f"The trip goes on until {trip.ends_on:%-d %B} now.")
    return HttpResponseRedirect(reverse("admin:posts_day_change", args=[day.pk]))


@require_POST
@for_scripts("posts.change_day")
def move_section(request: HttpRequest, key: int) -> HttpResponse:
    """Put a section elsewhere among its trip's: at the index `to`, or `by` one up or down."""
    day = get_object_or_404(Day.objects.select_related("trip"), pk=key)
    order = list(day.trip.days.order_by("position", "id").values_list("pk", flat=True))
    to, by = request.POST.get("to", ""), request.POST.get("by", "")
    index = key_in(to) if to.isdecimal() else order.index(day.pk) + (-1 if by == "-1" else 1)
    problem = ""
    try:
        move(day, index)
    except FixedOrder as reason:
        problem = str(reason)
    if request.accepts("text/html"):
        if problem:
            messages.error(request, problem)
        return HttpResponseRedirect(reverse("admin:posts_trip_change", args=[day.trip_id]))
    order = list(day.trip.days.order_by("position", "id").values_list("pk", flat=True))
    return JsonResponse({"order": order, "problem": problem})
