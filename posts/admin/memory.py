"""What only the writer sees of people: a person's days over all trips, and whom to expect at an event."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.models import Person, PersonalLink
from posts.care.memory import acquaintances_at, timeline
from posts.cast import first_meetings
from posts.models import Event

may_look = permission_required(["people.view_person", "posts.view_encounter"], raise_exception=True)


@may_look
@require_safe
def memory_of_person(request: HttpRequest, key: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.prefetch_related("aliases", "links"), pk=key)
    memories = timeline(person)
    met = [each for each in memories if each.encounter and each.encounter.role != "mentioned"]
    context = {
        "title": f"{person}: what you remember",
        "person": person,
        "memories": memories,
        "last_seen": met[0] if met else None,
        "first_met": first_meetings([person.pk]).get(person.pk),
        "links": PersonalLink.objects.open().filter(person=person),
        "promises": [each.encounter for each in memories if each.encounter and each.encounter.follow_up],
    }
    return render(request, "admin/desk/memory.html", admin.site.each_context(request) | context)


@may_look
@require_safe
def known_at_event(request: HttpRequest, key: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("series"), pk=key)
    context = {"title": f"Whom you know at {event}", "event": event, "acquaintances": acquaintances_at(event)}
    return render(request, "admin/desk/known_at_event.html", admin.site.each_context(request) | context)
