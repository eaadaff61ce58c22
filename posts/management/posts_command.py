"""What the commands that import posts of a blog share: their options, their progress, and how they tell."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from posts.exchange.hugo.tree import Tree, TreeError
from posts.exchange.hugo_import import import_hugo
from posts.prose.ahead import other_cores

ESCAPED_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127) if code not in (9, 10)}


class PostsCommand(BaseCommand):
    """A command that is given a path with posts in it."""

    name: str
    path_name = "PATH"
    path_help: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar=self.path_name, help=self.path_help)
        parser.add_argument(
            "--trip-per",
            default="post",
            metavar="post|folder|taxonomy:NAME",
            help="what makes a trip: a post, a folder of posts, or a term such as those of taxonomy:journeys (post)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only report; write nothing")
        parser.add_argument("--report", choices=["text", "json"], default="text", help="json prints JSON and no more")
        parser.add_argument("--publish", action="store_true", help="publish what is new, dated as the posts are")

    def read(self, path: Path) -> Path | Tree:
        """Return what to import, found at a path. Raises TreeError."""
        return path

    def handle(self, *, path: Path, trip_per: str, report: str, **options: Any) -> None:
        console = Console(stderr=True)
        try:
            with other_cores(), Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("Reading", total=None)

                def show(number: int, total: int, what: str) -> None:
                    bar.update(task, completed=number, total=total, description=what)

                result = import_hugo(self.read(path), trip_per, options["publish"], options["dry_run"], show)
        except TreeError as error:
            raise CommandError(f"{self.name}: {error}".translate(ESCAPED_CONTROLS)) from error
        if report == "json":
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        elif options["verbosity"] > 0:
            for line in result.as_lines():
                self.stdout.write(line.translate(ESCAPED_CONTROLS))
        for problem in result.errors:
            self.stderr.write(f"{self.name}: {problem}".translate(ESCAPED_CONTROLS))
        if result.errors:
            raise CommandError(f"{self.name}: {len(result.errors)} could not be imported; see above. The rest went in.")
