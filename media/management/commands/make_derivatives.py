from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from media import derivatives
from media.models import Photo


class Command(BaseCommand):
    help = "Make the derivatives of every photo that waits for them, now and in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", action="store_true", help="also try again those that failed before")

    def handle(self, **options: Any) -> None:
        states = [Photo.State.PENDING, Photo.State.FAILED] if options["retry"] else [Photo.State.PENDING]
        photos = list(Photo.objects.filter(state__in=states).order_by("pk"))
        for photo in track(photos, "Making derivatives", console=Console(stderr=True)):
            derivatives.make(photo)
        failed = [photo for photo in photos if photo.state == Photo.State.FAILED]
        if failed:
            reasons = "\n".join(f"  {photo} (photo {photo.pk}): {photo.failure}" for photo in failed)
            raise CommandError(
                f"make_derivatives: {len(failed)} of {len(photos)} photos could not be converted:\n{reasons}\n"
                "Replace these pictures, or run make_derivatives --retry."
            )
        self.stdout.write(f"{len(photos)} photos made.")
