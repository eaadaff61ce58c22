"""What every page of the desk is given, for the pages of accounts that django-allauth makes."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from .roles import role_of

ACCOUNTS = "/admin/account/"


def desk(request: HttpRequest) -> dict[str, Any]:
    if not request.path.startswith(ACCOUNTS):
        return {}
    user = request.user
    return admin.site.each_context(request) | {"role": role_of(user) if isinstance(user, User) else None}
