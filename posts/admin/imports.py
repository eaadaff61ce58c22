"""Importing in the browser: bring something, look over what was found in it, accept it. Nothing is written before."""

from pathlib import PurePosixPath
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.files.base import ContentFile, File
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from posts.exchange.accepting import accept, counted
from posts.exchange.review import bring, discard, look, names_in
from posts.exchange.unpacking import UnpackingError, name_of
from posts.models import ImportReview, Trip

from .import_forms import pages_of, rows_of, with_answers

# As many likely pairs as fit beside a page of trips.
MOST_LIKENESSES = 100
may_import = permission_required(
    [
        "posts.add_trip",
        "posts.change_trip",
        "posts.add_day",
        "posts.add_figure",
        "posts.add_place",
        "people.add_person",
    ],
    raise_exception=True,
)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a file or pasted text, and lead to what was found in it."""
    if request.method == "POST" and (review := _brought(request)):
        return redirect("desk:import-review", review.uuid)
    context = {
        **admin.site.each_context(request),
        "title": "Import",
        "waiting": ImportReview.objects.filter(user_id=cast(int, request.user.pk)),
        "text": request.POST.get("text", ""),
    }
    return render(request, "admin/desk/import.html", context, status=400 if request.method == "POST" else 200)


def _brought(request: HttpRequest) -> ImportReview | None:
    text = request.POST.get("text", "").replace("\r\n", "\n")
    file: File[bytes] | None = request.FILES.get("file")
    if file is None and not text.strip():
        messages.error(request, "Nothing to look over: choose a file, drop one, or paste the text of a post.")
        return None
    if file is None:
        file, name = ContentFile(text.encode()), f"{name_of(text.encode())}.md"
    else:
        name = PurePosixPath((file.name or "").replace("\\", "/")).name or "post.md"
    try:
        return bring(name, file, request.user)
    except UnpackingError as error:
        messages.error(request, str(error))
        return None


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def import_review(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show what was found, with what was decided so far; keep what is decided."""
    review = _own(request, uuid)
    if review is None:
        return _gone(request)
    if review.accepted_at:
        return render(request, "admin/desk/import_progress.html", _progress(request, review))
    if request.method == "POST":
        _decide(request, review)
        wanted = {"page": request.GET.get("page"), "chosen": request.POST.get("chosen")}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return redirect(f"{request.path}?{query}" if query else request.path)
    try:
        findings = look(review)
    except (UnpackingError, FileNotFoundError) as error:
        messages.error(request, f"{error} Throw it away and bring it again.")
        return redirect("desk:import")
    page = Paginator(pages_of(findings.trips), 1).get_page(request.GET.get("page"))
    shown, propose = page.object_list[0], "chosen" in request.GET
    likenesses = findings.reading.likenesses
    context = {
        **admin.site.each_context(request),
        "title": f"Look over {review.name}",
        "review": review,
        "reading": findings.reading,
        "page": page,
        "trips": [rows_of(*each, review.choices, propose) for each in zip(shown, names_in(shown), strict=True)],
        "likenesses": likenesses[:MOST_LIKENESSES],
        "likenesses_left_out": len(likenesses[MOST_LIKENESSES:]),
        "publish": review.choices.get("publish", False),
        "counted": counted(review.outcome) if review.outcome else "",
    }
    return render(request, "admin/desk/import_review.html", context)


@may_import
@require_POST
def import_accept(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Take in what the page says, then have it imported; the review's page tells how far that is."""
    review = _own(request, uuid)
    if review is None:
        return _gone(request)
    if review.accepted_at is None and _decide(request, review):
        accept(review)
    return redirect("desk:import-review", review.uuid)


def _progress(request: HttpRequest, review: ImportReview) -> dict[str, Any]:
    trips = {str(trip.uuid): trip for trip in Trip.objects.filter(uuid__in=review.outcome.get("trips", {}))}
    return {
        **admin.site.each_context(request),
        "title": f"{'Importing' if review.is_under_way else 'Imported'} {review.name}",
        "review": review,
        "trips": [(trips[uuid], fate) for uuid, fate in review.outcome.get("trips", {}).items() if uuid in trips],
        "counted": counted(review.outcome),
    }


@may_import
@require_POST
def import_delete(request: HttpRequest, uuid: Any) -> HttpResponse:
    review = _own(request, uuid)
    if review is None:
        return redirect("desk:import")
    if review.is_under_way:
        messages.warning(request, f"{review} is being imported just now. What came in can be deleted afterwards.")
        return redirect("desk:import-review", review.uuid)
    discard(review)
    if review.finished_at is None:
        messages.success(request, f"{review} is thrown away; nothing of it was imported.")
    return redirect("desk:import")


def _own(request: HttpRequest, uuid: Any) -> ImportReview | None:
    return ImportReview.objects.filter(uuid=uuid, user_id=cast(int, request.user.pk)).first()


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "This was accepted already, or thrown away; there is nothing left to look over.")
    return redirect("desk:import")


def _decide(request: HttpRequest, review: ImportReview) -> bool:
    """Keep a form's answers, unless it was accepted meanwhile; return whether all of them are usable."""
    review.choices, mistakes = with_answers(review.choices, request.POST.dict(), request.POST.getlist("asked"))
    ImportReview.objects.filter(pk=review.pk, accepted_at=None).update(choices=review.choices)
    for mistake in mistakes:
        messages.error(request, mistake)
    return not mistakes
