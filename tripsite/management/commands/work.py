import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from media.tasks import enqueue_pending
from posts import deletions, uploads
from posts.exchange.accepting import enqueue_accepted
from posts.prose import kept as prose
from posts.public.share_cards.tasks import enqueue_missing
from tripsite import heartbeat, metrics, parents
from tripsite.pages.files import Files
from tripsite.pages.front import files
from tripsite.set_up import lacks_tables
from tripsite.sweeping import sweep_files

FOLLOWED_EVERY_SECONDS = 5


def follow(kept: Files) -> None:
    """Have files of pages follow what time alone makes public, and what a process changed that was killed just then."""
    while True:
        kept.follow_a_change()
        kept.sweep()
        close_old_connections()
        time.sleep(FOLLOWED_EVERY_SECONDS)


class Command(BaseCommand):
    help = "Work off background tasks until stopped, first those that a killed worker left undone. `serve` runs this."

    # They import all that answers visitors: 20 MB for nothing.
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        parents.follow()
        if lacks_tables():
            raise CommandError("work: the database lacks the newest tables. Run: make setup")
        heartbeat.start()
        metrics.connect()
        enqueue_pending()
        enqueue_missing()
        enqueue_accepted()
        deletions.sweep()
        uploads.sweep()
        sweep_files()
        prose.sweep()
        if kept := files():
            threading.Thread(target=follow, args=[kept], daemon=True, name="files of pages").start()
        call_command("db_worker", queue_name="*", reload=False, startup_delay=False)
