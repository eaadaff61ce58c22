"""Writing down what happens to accounts, from the signals that Django and django-allauth send."""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from .models import AccountEvent

Kind = AccountEvent.Kind
# Addresses are personal: lines older than this go when new ones come.
KEPT_FOR = datetime.timedelta(days=180)
# Somebody who goes on guessing while locked out gets one line, not thousands.
LOCKOUT_TOLD_AGAIN_AFTER = datetime.timedelta(minutes=5)
LONGEST_NAME = 150


def record(kind: str, account: str, request: HttpRequest | None = None, detail: str = "") -> AccountEvent:
    """Write one line. `account` is the name of the account it happened to."""
    user = getattr(request, "user", None)
    return AccountEvent.objects.create(
        kind=kind,
        account=account[:LONGEST_NAME],
        user=user if user is not None and user.is_authenticated else None,
        address=address_of(request),
        detail=detail[:200],
    )


def address_of(request: HttpRequest | None) -> str | None:
    """Return where a request comes from, behind the trusted proxies; None where that is not known."""
    if request is None or "REMOTE_ADDR" not in request.META:
        return None
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def record_lockout(request: HttpRequest, account: str) -> None:
    since = timezone.now() - LOCKOUT_TOLD_AGAIN_AFTER
    if not AccountEvent.objects.filter(kind=Kind.LOCKED, account=account[:LONGEST_NAME], at__gt=since).exists():
        record(Kind.LOCKED, account, request)


def sweep() -> None:
    """Forget what is older than the trail reaches back."""
    AccountEvent.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def listen() -> None:
    """Have every signal that tells something about an account write its line."""
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_login_failed)
    password_changed.connect(_password_changed)
    password_reset.connect(_password_changed)
    authenticator_added.connect(_factor_added)
    authenticator_removed.connect(_factor_removed)


def _logged_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    sweep()
    record(Kind.LOGGED_IN, user.get_username(), request)


def _logged_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(Kind.LOGGED_OUT, user.get_username(), request)


def _login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    record(Kind.LOGIN_FAILED, str(credentials.get("username", "")), request)


def _password_changed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record(Kind.PASSWORD_CHANGED, user.get_username(), request)


def _factor_added(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    record(Kind.FACTOR_ADDED, user.get_username(), request, _told(authenticator))


def _factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    record(Kind.FACTOR_REMOVED, user.get_username(), request, _told(authenticator))


def _told(authenticator: Authenticator) -> str:
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        return f"passkey or security key “{authenticator}”"
    return {"totp": "authenticator app", "recovery_codes": "recovery codes"}.get(authenticator.type, "")
