import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tripsite.backup.manifest import BackupRefused
from tripsite.backup.restoring import Restored, restore
from tripsite.progress import shown


class Command(BaseCommand):
    help = (
        "Make this log what a backup holds, on SQLite or PostgreSQL, whichever it came from. The backup is verified "
        "whole before anything is touched; a log in which there is something is only replaced with --replace."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the backup, or - for standard input")
        parser.add_argument("--replace", action="store_true", help="replace everything that is in this log")

    def handle(self, *, file: str, replace: bool, **options: Any) -> None:
        try:
            with shown("Restoring") as progress:
                if file == "-":
                    with tempfile.TemporaryFile(dir=settings.HOME) as copy:
                        shutil.copyfileobj(sys.stdin.buffer, copy)
                        copy.seek(0)
                        restored = restore(copy, replace, progress)
                else:
                    with Path(file).open("rb") as stream:
                        restored = restore(stream, replace, progress)
        except OSError as error:
            raise CommandError(f"restore: {error.filename or file}: {error.strerror or error}.") from error
        except BackupRefused as error:
            raise CommandError(f"restore: {file}: {error}") from error
        except DatabaseError as error:
            raise CommandError(f"restore: the database cannot be used: {error}") from error
        if options["verbosity"] > 0:
            self.stdout.write(_summary(restored))


def _summary(restored: Restored) -> str:
    lines = [f"Restored {restored.rows} rows and {restored.originals} originals. Everybody logs in anew."]
    if restored.missing:
        lines.append(f"{restored.missing} originals were missing when the backup was made.")
    return "\n".join(lines)
