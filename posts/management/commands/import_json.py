import json
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from posts.exchange.json_import import Report, import_json

MOST_TOLD = 20
ESCAPED_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127) if code not in (9, 10)}


class Command(BaseCommand):
    help = (
        "Import JSON as this program exports it: /export.json, or /trips/SLUG.json. What is here already is updated, "
        "a second run changes nothing. A document with a fault is not loaded at all; each fault is told with its path."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to read, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="only report; write nothing")
        parser.add_argument("--report", choices=["text", "json"], default="text", help="json prints JSON and no more")

    def handle(self, *, file: str, dry_run: bool, report: str, **options: Any) -> None:
        try:
            written = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"import_json: {file}: {error.strerror}.") from error
        console = Console(stderr=True)
        with console.status("Importing") if console.is_terminal else nullcontext():
            result = import_json(written, dry_run)
        if report == "json":
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        elif options["verbosity"] > 0 and not result.errors:
            for line in result.as_lines():
                self.stdout.write(line.translate(ESCAPED_CONTROLS))
        if result.errors:
            self._complain(file, result)

    def _complain(self, file: str, result: Report) -> None:
        for problem in result.errors[:MOST_TOLD]:
            self.stderr.write(f"import_json: {file}: {problem}".translate(ESCAPED_CONTROLS))
        more = len(result.errors) - MOST_TOLD
        also = f" {more} more are not shown; --report json has them all." if more > 0 else ""
        raise CommandError(f"import_json: {len(result.errors)} to correct; see above.{also} Nothing was imported.")
