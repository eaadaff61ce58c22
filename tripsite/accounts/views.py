"""Pages of accounts that django-allauth does not have, or has in another way."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from . import trail


def reset_password(request: HttpRequest) -> HttpResponseBase:
    """Send a mail that leads to a new password; where no mail can be sent, say what helps instead."""
    if settings.SENDS_MAIL:
        return account.password_reset(request)
    return render(request, "accounts/no_mail.html")


def trail_page(request: HttpRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    try:
        before = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        before = None
    lines = trail.lines(before if before and before.tzinfo else None)
    context = admin.site.each_context(request) | {"lines": lines, "is_full": len(lines) == trail.ON_A_PAGE}
    return render(request, "accounts/trail.html", context)
