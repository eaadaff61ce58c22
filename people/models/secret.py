"""A link that only those who were given it can open, for a time."""

import datetime
import secrets
from typing import Any

from django.db import models
from django.utils import timezone

LIFETIME = datetime.timedelta(days=30)


def new_token() -> str:
    """Return 256 random bits as text for an address."""
    return secrets.token_urlsafe(32)


def end_of_lifetime() -> datetime.datetime:
    return timezone.now() + LIFETIME


class SecretLinkQuerySet(models.QuerySet[Any]):
    def open(self) -> "SecretLinkQuerySet":
        """Keep those that still open: neither expired nor revoked."""
        return self.filter(expires_at__gt=timezone.now(), revoked_at__isnull=True)


class SecretLink(models.Model):
    """An unguessable address that expires and can be revoked."""

    token = models.CharField(max_length=60, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField("opens until", default=end_of_lifetime)
    revoked_at = models.DateTimeField("revoked", null=True, blank=True, editable=False)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> None:
        """Close it for good, at once."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
