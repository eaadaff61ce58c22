from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from media.tasks import enqueue_pending
from posts import deletions, uploads
from posts.public.share_cards.tasks import enqueue_missing
from tripsite.sweeping import sweep_files


class Command(BaseCommand):
    help = "Work off background tasks until stopped, first those that a killed worker left undone. `serve` runs this."

    def handle(self, **options: Any) -> None:
        enqueue_pending()
        enqueue_missing()
        deletions.sweep()
        uploads.sweep()
        sweep_files()
        call_command("db_worker", queue_name="*", reload=False, startup_delay=False)
