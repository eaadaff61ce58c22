"""Accepting on the desk what a review shows: imported in the background, once, and told as it goes."""

from collections import Counter
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from posts.models import ImportReview

FATES = ("created", "updated", "unchanged", "skipped")


def accept(review: ImportReview) -> bool:
    """Have a review imported. Returns False if it was accepted before."""
    with transaction.atomic():
        waiting = ImportReview.objects.filter(pk=review.pk, accepted_at=None)
        if not waiting.update(accepted_at=timezone.now(), worked_at=None, outcome={}):
            return False
        import_accepted.enqueue(review.pk)
    return True


def enqueue_accepted() -> int:
    """Enqueue every import that is under way, and return how many; called when a worker starts."""
    under_way = list(
        ImportReview.objects.filter(accepted_at__isnull=False, finished_at=None).values_list("pk", flat=True)
    )
    for review_id in under_way:
        import_accepted.enqueue(review_id)
    return len(under_way)


@task()
def import_accepted(review_id: int) -> None:
    """Import a review, unless another worker is at it; then look again once that one should have finished or died."""
    # By its path: what reads posts takes 14 MB, which a worker that imports nothing does without.
    importing = import_module("posts.exchange.held")
    held = importing.Held.of(review_id)
    if held is None:
        if ImportReview.objects.filter(pk=review_id, accepted_at__isnull=False, finished_at=None).exists():
            import_accepted.using(run_after=timezone.now() + importing.HELD_FOR).enqueue(review_id)
        return
    held.run()


def counted(outcome: dict[str, Any]) -> str:
    """Return what became of the trips so far, in words."""
    counts = Counter(outcome.get("trips", {}).values())
    return ", ".join(f"{counts[fate]} {fate}" for fate in FATES if counts[fate]) or "none"
