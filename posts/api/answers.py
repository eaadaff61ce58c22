"""How documents are answered with: as they cross the border elsewhere, byte for byte."""

from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from posts.exchange.schema import Document
from posts.models.reference import Kind
from posts.public.moved import find_moved, find_moved_person

from .paging import Page


def answer(document: Document) -> HttpResponse:
    response = HttpResponse(document.model_dump_json(), content_type="application/json")
    if isinstance(document, Page) and document.next:
        response["Link"] = f'<{document.next}>; rel="next"'
    return response


def moved(published: Any, kind: Kind, slug: str) -> HttpResponsePermanentRedirect:
    """Lead from a slug that something once had to the one it has, or raise Http404."""
    return _to(kind, find_moved(published, kind, slug).slug)


def moved_person(slug: str, resource: str = "person") -> HttpResponsePermanentRedirect:
    return _to(resource, find_moved_person(slug).slug)


def _to(resource: str, slug: str) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(reverse(f"api:{resource}", args=[slug]))
