import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tripsite import metrics, parents


class Command(BaseCommand):
    help = "Answer with Prometheus' numbers at 127.0.0.1. `serve --metrics-port` runs this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("port", type=int, help="the port to listen at")

    def handle(self, *, port: int, **options: Any) -> None:
        parents.follow()
        if not (folder := os.environ.get(metrics.FOLDER)):
            raise CommandError("metrics: there are no numbers to tell. Run: manage.py serve --metrics-port PORT")
        metrics.serve(port, Path(folder))
