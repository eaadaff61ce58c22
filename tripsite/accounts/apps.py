from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table that a cache in the database needs; where it is, or none is needed, nothing happens."""
    call_command("createcachetable", database=using, verbosity=0)


class AccountsConfig(AppConfig):
    name = "tripsite.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import events, roles

        events.listen()
        post_migrate.connect(make_cache_table, sender=self)
        # After Django has made the permissions of all apps, this one being the last.
        post_migrate.connect(roles.make_groups, sender=self)
