from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from posts.made_up.making import NotEmpty, make
from posts.prose.ahead import other_cores

MOST = 100_000


def number(name: str, written: str, least: int) -> int:
    if not written.isdecimal() or not least <= int(written) <= MOST:
        raise CommandError(f"make_log: {name} {written}: that is no number from {least} to {MOST:,}.")
    return int(written)


class Command(BaseCommand):
    help = (
        "Fill an empty log with made-up trips, for benchmarks and tests: people, places, talks, conferences, "
        "texts as long as a real post. The same seed gives the same log. Everything is published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trips", required=True, metavar="N", help="how many trips")
        parser.add_argument("--photos", default="0", metavar="M", help="photos in all (default: none)")
        parser.add_argument("--seed", default="1", help="what chance starts from (default: 1)")

    def handle(self, **options: Any) -> None:
        trips = number("--trips", str(options["trips"]), 1)
        photos = number("--photos", str(options["photos"]), 0)
        seed = number("--seed", str(options["seed"]), 0)
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        console = Console(stderr=True)
        columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
        try:
            with (
                other_cores(),
                Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
            ):
                task = bar.add_task("Making trips", total=trips)
                make(trips, photos, seed, lambda done: bar.update(task, completed=done))
        except NotEmpty as found:
            raise CommandError(
                f"make_log: this log holds {found} already, and a made-up log is only made in an empty one. "
                "Name another folder in TRIPSITE_HOME."
            ) from found
        if options["verbosity"] > 0:
            self.stdout.write(f"{trips} trips made, {photos} photos.")
            if photos:
                self.stdout.write("Run make_derivatives, or serve, to have the files made that readers get.")
