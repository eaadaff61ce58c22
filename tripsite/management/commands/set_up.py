from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from posts.search.index import is_missing, rebuild
from tripsite.set_up import ADMIN, administrator, is_new, make_admin


class Command(BaseCommand):
    help = (
        "Make the log ready to be served: database, static files, the sample log, an account. Running it again is safe."
    )

    def handle(self, **options: Any) -> None:
        self.say("Bringing the database up to date.")
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"set_up: the database cannot be used: {error}") from error
        self.say("Collecting stylesheets and scripts.")
        call_command("collectstatic", verbosity=0, interactive=False)
        if is_new():
            self.say("Loading the sample log.")
            call_command("load_sample")
        if is_missing():
            self.say("Indexing the log for the search.")
            rebuild()
        if password := make_admin():
            self.say(f"\n  Account:  {ADMIN}\n  Password: {password}   (shown only now; write it down)\n\n")
        elif name := administrator():
            self.say(f"Account: {name}. When its password is lost: .venv/bin/python manage.py reset_password {name}")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
