from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from tripsite.sample_log import load_sample


class Command(BaseCommand):
    help = "Load the sample log, two trips that show what a log can hold, and make its pictures' derivatives."

    def handle(self, **options: Any) -> None:
        load_sample()
        call_command("make_derivatives", stdout=self.stdout)
