from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from posts.search.index import rebuild


class Command(BaseCommand):
    help = "Make the search's index anew from everything in the log. It keeps itself up to date otherwise."

    def handle(self, **options: Any) -> None:
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("Indexing")
            count = rebuild(lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(f"{count} entries indexed.")
