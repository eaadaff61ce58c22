"""The talks, by year and event, and one talk."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import mentions_of
from posts.models import Talk
from posts.models.day import local_date
from posts.prose import render as prose
from posts.prose.targets import Targets
from posts.quotes import quotations, texts_of

from . import head
from .moved import find_moved
from .paging import page_of
from .talk_filters import filtered


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """List the talks asked for: the latest trip first, within it by event, then as they were given."""
    depends_on(ALL_TOLD, "list:talks", "list:people", "list:events", "list:trips")
    asked, facets = filtered(request.GET)
    told = asked.for_card().annotate(on=local_date("day__"))
    # Databases differ in where they put what is unknown; here a trip without dates comes last, "elsewhere" first.
    latest, elsewhere = F("day__trip__starts_on").desc(nulls_last=True), F("event__name").asc(nulls_first=True)
    ordered = told.order_by(latest, "-day__trip", elsewhere, "event", "on", "starts_at", "id")
    context = {
        "page": page_of(request, ordered),
        "facets": facets,
        "is_filtered": any(facet.chosen for facet in facets),
    }
    return render(request, "posts/talks.html", context)


@require_safe
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    found = Talk.objects.published().for_card().filter(slug=slug).first()
    if found is None:
        return redirect(find_moved(Talk.objects.published(), "talk", slug), permanent=True)
    depends_on(ALL_TOLD, subject(Talk, found.pk))
    mentions = page_of(request, mentions_of(found), per_page=20, parameter="mentions")
    texts = texts_of(mentions)
    targets = Targets.for_texts([found.abstract, found.notes, *texts])
    context = {
        "talk": found,
        "abstract": prose.render(found.abstract, targets.aside, section="abstract"),
        "notes": prose.render(found.notes, targets),
        "head": head.of_talk(request, found, prose.plain_text(found.notes or found.abstract, targets)),
        "mentions": mentions,
        "quotations": quotations(mentions, texts, found, targets),
    }
    return render(request, "posts/talk.html", context)
