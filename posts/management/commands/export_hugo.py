from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from posts.exchange.hugo_export import export_hugo
from posts.exchange.hugo_write.folder import FolderError


class Command(BaseCommand):
    help = (
        "Export trips as Hugo page bundles, as the public may see them. A second time only what changed is written. "
        "The folder has to be empty, or to hold such an export."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where content/posts/<trip>/index.md are written")
        parser.add_argument(
            "--originals", action="store_true", help="pictures as they were taken, with all they say; for yourself"
        )
        parser.add_argument("--all", action="store_true", help="drafts, too, as draft: true")

    def handle(self, *, folder: Path, originals: bool, **options: Any) -> None:
        console = Console(stderr=True)
        try:
            with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("Exporting", total=None)

                def show(number: int, total: int, what: str) -> None:
                    bar.update(task, completed=number, total=total, description=what)

                result = export_hugo(folder, originals, options["all"], show)
        except FolderError as error:
            raise CommandError(f"export_hugo: {error}") from error
        except OSError as error:
            raise CommandError(f"export_hugo: {error.filename or folder}: {error.strerror}") from error
        for remark in result.remarks:
            self.stderr.write(f"export_hugo: {remark}")
        if options["verbosity"] > 0:
            files = f"{result.written} files written, {result.unchanged} unchanged, {result.removed} removed"
            self.stdout.write(f"{result.trips} trips: {files}.")
