"""Django's admin, of which no page is imported until addresses are."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class AdminConfig(SimpleAdminConfig):
    """The admin; `tripsite.urls` has it look for its pages.

    It would as everything starts: a worker and commands have no need of them, which took a seventh of a second.
    """

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(**arguments: Any) -> list[checks.CheckMessage]:
    admin.autodiscover()
    messages: list[checks.CheckMessage] = check_admin_app(**arguments)
    return messages
