"""What happened to accounts: who logged in, who failed to, whose role, password or passkey changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccountEvent(models.Model):
    """One line of the trail. `account` is the name as it was typed or was then, also of an account that is gone.

    `user` is who did it, where somebody was logged in; `address` is where from.
    """

    class Kind(models.TextChoices):
        LOGGED_IN = "logged_in", "logged in"
        LOGGED_OUT = "logged_out", "logged out"
        LOGIN_FAILED = "login_failed", "failed to log in"
        LOCKED = "locked", "was locked out for a while"
        PASSWORD_CHANGED = "password_changed", "got a new password"
        FACTOR_ADDED = "factor_added", "added a second factor"
        FACTOR_REMOVED = "factor_removed", "removed a second factor"
        SESSION_ENDED = "session_ended", "had a session ended"
        ROLE_CHANGED = "role_changed", "got another role"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    account = models.CharField(max_length=150)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.account} {self.get_kind_display()}"
