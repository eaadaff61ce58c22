from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tripsite.upgrading import UpgradeFailed, upgrade


class Command(BaseCommand):
    help = "Bring the log to this version of the program; where that fails, leave its database as it was."
    # The tables are those of the version before.
    requires_migrations_checks = False

    def handle(self, **options: Any) -> None:
        try:
            upgrade(self.stdout.write)
        except UpgradeFailed as failed:
            raise CommandError(f"upgrade: {failed}") from failed
        self.stdout.write("Done. A server that runs takes it up with: systemctl reload tripsite (or SIGHUP).")
