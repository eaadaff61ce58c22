"""What a day's page shows beside its form: its neighbours, and who and what the text says was there."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from posts.cast_proposals import Heard, Proposal, for_day, propose_cast
from posts.keys import key_in
from posts.models import Day, Encounter, Place, RetiredSlug, Status, Talk
from posts.prose.references import find

from .answers import for_scripts
from .day_talks import events_of

# How many rows of a form a script may send; a day has a dozen.
MAX_ROWS = 500


def day_page(day: Day) -> dict[str, Any]:
    """Return the context of a day's page beyond its form."""
    days = list(day.trip.days.defer("body").order_by("position", "id"))
    index = next((number for number, each in enumerate(days) if each.pk == day.pk), 0)
    return {
        "trip": day.trip,
        "previous_day": days[index - 1] if index else None,
        "next_day": days[index + 1] if index + 1 < len(days) else None,
        "programmes": list(events_of(day)),
        "publishes_trip": day.trip.status != Status.PUBLISHED,
        "proposals": for_day(day),
        "places": places_in(day.body),
    }


def places_in(body: str) -> list[tuple[str, str, Place | None]]:
    """Return the places a text names, each once: its slug as written, the words, and the place if there is one."""
    named = {found.slug: found.label for found in reversed(find(body)) if found.kind == "place"}
    slugs = list(reversed(named))
    if not slugs:
        return []
    retired = RetiredSlug.objects.filter(kind="place", slug__in=slugs)
    targets = {entry.target: entry.slug for entry in retired}
    places = {targets.get(place.uuid, ""): place for place in Place.objects.filter(uuid__in=targets)}
    places |= {place.slug: place for place in Place.objects.filter(slug__in=slugs)}
    return [(slug, named[slug], places.get(slug)) for slug in slugs]


@require_POST
@for_scripts("posts.change_day")
def cast_proposals(request: HttpRequest, key: int) -> HttpResponse:
    """Read the form of a day's page as it is being written; nothing is saved."""
    day = get_object_or_404(Day, pk=key)
    told = request.POST
    rows = range(MAX_ROWS)
    cast = {told.get(f"encounters-{row}-person", "") for row in rows}
    proposals = propose_cast(day, told.get("body", ""), _talks(request), set(map(key_in, cast)))
    places = places_in(told.get("body", ""))
    return JsonResponse(
        {
            "cast": render_to_string("admin/posts/day/_proposals.html", {"proposals": proposals}),
            "places": render_to_string("admin/posts/day/_places.html", {"places": places}),
            "proposed": len(proposals),
        }
    )


def _talks(request: HttpRequest) -> list[Heard]:
    told = request.POST
    heard = []
    for row in range(MAX_ROWS):
        speakers = [key for each in told.getlist(f"talks-{row}-speakers") if (key := key_in(each))]
        if speakers and told.get(f"talks-{row}-attendance") == Talk.Attendance.HEARD:
            heard.append(Heard(told.get(f"talks-{row}-title", ""), speakers))
    return heard


@transaction.atomic
def add_proposed(day: Day, chosen: list[str]) -> None:
    """Add those whose proposals were ticked, each `person's key:role`, who are not in the cast yet."""
    cast = set(day.encounters.values_list("person_id", flat=True))
    for proposal in for_day(day):
        if f"{proposal.person.pk}:{proposal.role}" in chosen and proposal.person.pk not in cast:
            _add(day, proposal)


def _add(day: Day, proposal: Proposal) -> None:
    Encounter.objects.create(day=day, person=proposal.person, role=proposal.role, position=day.encounters.count())
