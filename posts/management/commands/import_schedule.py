import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from posts.exchange.fetching import FetchError, Limits, fetch, networks
from posts.exchange.schedule.programme import ScheduleError
from posts.exchange.schedule.read import MAX_SIZE
from posts.exchange.schedule_import import import_schedule

ESCAPED_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127) if code not in (9, 10)}


class Command(BaseCommand):
    help = (
        "Import a conference's programme into an event: frab or pretalx JSON, pentabarf XML, xCal or iCalendar, "
        "recognised by its content. Importing again follows the programme and keeps what was written here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", nargs="?", help="the programme's file, or - for standard input")
        parser.add_argument("--url", metavar="URL", help="fetch the programme from this public web address instead")
        parser.add_argument("--event", required=True, metavar="SLUG", help="the event; made where there is none yet")
        parser.add_argument("--dry-run", action="store_true", help="only report; write nothing")
        parser.add_argument("--report", choices=["text", "json"], default="text", help="json prints JSON and no more")

    def handle(self, *, file: str | None, url: str | None, event: str, report: str, **options: Any) -> None:
        if (file is None) == (url is None):
            raise CommandError("import_schedule: name either FILE or --url.")
        console = Console(stderr=True)
        name = url or ("standard input" if file == "-" else str(file))
        try:
            with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("Reading", total=None)
                data = _fetched(url) if url else _bytes(str(file))
                result = import_schedule(
                    data, event, options["dry_run"], lambda what: bar.update(task, description=what)
                )
        except OSError as error:
            raise CommandError(f"import_schedule: {name}: {error.strerror or error}; nothing is imported.") from error
        except (FetchError, ScheduleError, DatabaseError) as error:
            message = f"import_schedule: {name}: {error} Nothing is imported."
            raise CommandError(message.translate(ESCAPED_CONTROLS)) from error
        if report == "json":
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        elif options["verbosity"] > 0:
            for line in result.as_lines():
                self.stdout.write(line.translate(ESCAPED_CONTROLS))


def _fetched(url: str) -> bytes:
    return fetch(url, Limits(MAX_SIZE, allowed=networks(settings.FETCH_ALLOWED_NETWORKS)))


def _bytes(file: str) -> bytes:
    """Read a file or standard input; one byte more than a schedule may have is enough to refuse it."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_SIZE + 1)
    with Path(file).open("rb") as stream:
        return stream.read(MAX_SIZE + 1)
