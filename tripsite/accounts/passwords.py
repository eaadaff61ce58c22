"""Making passwords, and giving somebody who lost theirs a new one or a link to it."""

import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from .events import Kind, record

# Without the letters and digits that are taken for one another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4


def generated_password() -> str:
    """Return a password of 16 characters (79 bits), in groups that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))


@transaction.atomic
def set_generated(user: User) -> str:
    """Give an account a new password, which ends all its sessions, and return it."""
    password = generated_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    record(Kind.PASSWORD_CHANGED, user.username, detail="by command")
    return password


def link_to_new(user: User) -> str:
    """Return the path of a page on which a new password is set, once, within three days."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@transaction.atomic
def drop_second_factors(user: User) -> int:
    """Remove passkeys, authenticator app and recovery codes, and return how many those were."""
    factors = Authenticator.objects.filter(user=user)
    for factor in factors:
        record(Kind.FACTOR_REMOVED, user.username, detail=f"{factor.get_type_display()}, by command")
    return factors.delete()[0]
