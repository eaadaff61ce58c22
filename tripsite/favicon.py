"""The address that browsers ask for an icon when a page (the admin's, a JSON document) names none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static


def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.svg"))
