"""Where somebody is logged in, and ending that. An owner sees everybody's sessions."""

from typing import Any

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .browsers import called
from .events import Kind, record


def sessions_page(request: HttpRequest) -> HttpResponse:
    of_user: dict[int, list[tuple[UserSession, str]]] = {}
    for session in _sessions(request).select_related("user").order_by("-last_seen_at"):
        # Those that ended by themselves are not in the list, and are forgotten with the next login.
        if session.exists():
            of_user.setdefault(session.user_id, []).append((session, called(session.user_agent)))
    mine = of_user.pop(request.user.pk or 0, [])
    others = [session for sessions in of_user.values() for session in sessions]
    context: dict[str, Any] = {"title": "Where you are logged in", "sessions": mine, "others": others}
    return render(request, "accounts/sessions.html", admin.site.each_context(request) | context)


@require_POST
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    session = get_object_or_404(_sessions(request).select_related("user"), pk=key)
    if session.is_current():
        messages.error(request, "This is the session you are using. To end it, log out.")
        return redirect("account_sessions")
    _end(request, [session])
    messages.success(request, "That session has ended.")
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    others = [each for each in UserSession.objects.filter(user_id=request.user.pk) if not each.is_current()]
    _end(request, others)
    messages.success(request, "You are logged in nowhere else now.")
    return redirect("account_sessions")


def _sessions(request: HttpRequest) -> QuerySet[UserSession]:
    everybody = UserSession.objects.all()
    is_owner = request.user.is_authenticated and request.user.is_superuser
    return everybody if is_owner else everybody.filter(user_id=request.user.pk)


def _end(request: HttpRequest, sessions: list[UserSession]) -> None:
    get_adapter().end_sessions(sessions)
    for session in sessions:
        record(Kind.SESSION_ENDED, session.user.get_username(), request, session.user_agent)
