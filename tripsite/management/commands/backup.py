import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tripsite.backup.making import back_up, back_up_to
from tripsite.backup.manifest import BackupRefused, Manifest
from tripsite.backup.rotation import back_up_into
from tripsite.progress import shown


class Command(BaseCommand):
    help = (
        "Write the whole log into one file: everything written, accounts, versions and originals, private parts too. "
        "People may go on writing meanwhile; the file holds one moment. restore reads it, also on another database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="the file to write, - for standard output; a folder with --keep"
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="write into the folder FILE, and keep its N newest backups"
        )
        parser.add_argument(
            "--derivatives", action="store_true", help="also the pictures readers get; they are made anew otherwise"
        )

    def handle(self, *, file: str, derivatives: bool, keep: int | None, **options: Any) -> None:
        removed: list[Path] = []
        try:
            with shown("Backing up") as progress:
                if keep is not None:
                    path, manifest, removed = back_up_into(Path(file), keep, derivatives, progress)
                    file = str(path)
                elif file == "-":
                    if sys.stdout.isatty():
                        raise BackupRefused("A backup does not go to a terminal. Name a file, or use a pipe.")
                    manifest = back_up(sys.stdout.buffer, derivatives, progress)
                else:
                    manifest = back_up_to(Path(file), derivatives, progress)
        except (BackupRefused, BrokenPipeError, DatabaseError) as error:
            raise CommandError(f"backup: {error}") from error
        for name in manifest.missing:
            self.stderr.write(f"backup: originals/{name} is missing; the photo goes without it.")
        if file != "-" and options["verbosity"] > 0:
            self.stdout.write(_summary(file, manifest))
            for old in removed:
                self.stdout.write(f"{old}: removed; it was older than the {keep} kept.")


def _summary(file: str, manifest: Manifest) -> str:
    rows = sum(part.rows or 0 for part in manifest.parts)
    originals = sum(part.name.startswith("originals/") for part in manifest.parts)
    return f"{file}: {rows} rows, {originals} originals, {Path(file).stat().st_size} bytes."
