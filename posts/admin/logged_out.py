"""What was sent after the session had ended, or from a page older than the login: given back, never dropped.

A page whose typing is kept carries a signed statement of whom it was made for. What it sends without a login becomes
a draft of that person, in the one window that the statement names. From other pages the text is shown, to be copied.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure

from posts.models import Draft

from .drafts import KEPT_FOR, LARGEST_DRAFT_BYTES, keep
from .offers import EDITS, Typed
from .trouble import texts_of

WRITER = "_writer"  # the form's field that holds the statement
SALT = "posts.admin.logged_out"
TOO_OLD = "The page you sent was older than your login"
LOGGED_OUT = "You were logged out meanwhile"

View = Callable[..., HttpResponseBase]


def statement(user: Any, address: str, window: str) -> str:
    """Return what says, signed, for whom a page was made, and which window it is."""
    return signing.dumps([user.pk, address, window], salt=SALT)


def giving_back(view: View) -> View:
    """Have a view of the desk lose nothing that is sent to it without a login."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not admin.site.has_permission(request):
            if keep_for_writer(request):
                told = f"{LOGGED_OUT}. What you sent is kept as a draft: log in, and it is offered on its page."
                messages.info(request, told)
            elif texts_of(request):
                return _given_back(request, LOGGED_OUT)
        return view(request, *args, **kwargs)

    return inner


def desk_view(view: View) -> View:
    """Make a view one of the desk's own: for who is logged in, and losing nothing of who no longer is."""
    return giving_back(admin.site.admin_view(view))


def failed_check(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that does not prove where it comes from, as pages do that are older than a login."""
    if not request.path.startswith(reverse("admin:index")):
        return csrf_failure(request, reason)
    return _given_back(request, TOO_OLD, is_kept=keep_for_writer(request))


def keep_for_writer(request: HttpRequest) -> bool:
    """Keep what was sent as a draft of the one whose page it was; return whether that is known, and it fits."""
    try:
        key, address, window = signing.loads(request.POST.get(WRITER, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return False
    writer = User.objects.filter(pk=key, is_active=True, is_staff=True).first()
    left_out = {"csrfmiddlewaretoken", WRITER}
    values = {name: [str(one) for one in many] for name, many in request.POST.lists() if name not in left_out}
    if writer is None or len(str(values)) > LARGEST_DRAFT_BYTES:
        return False
    sent = Typed(window, values, timezone.now())
    before = Draft.objects.filter(user=writer, page=address, window=window).values_list("edits", flat=True).first()
    # It is newer than all that was kept of this window, also where no script counts.
    values[EDITS] = [str(max(sent.edits, (before or 0) + 1))]
    keep(writer, address, sent)
    return True


def _given_back(request: HttpRequest, reason: str, is_kept: bool = False) -> HttpResponse:
    advice = (
        "What you sent is kept as a draft, and offered there."
        if is_kept
        else "Copy what you sent, and send it again there."
    )
    context = {"reason": reason, "advice": advice, "page": request.path, "texts": texts_of(request)}
    return render(request, "admin/trouble.html", context, status=403)
