"""Making derivatives in the background, by the worker that `serve` runs."""

from django.db.models import F
from django_tasks import task

from media import derivatives
from media.models import Photo

MOST_ATTEMPTS = 3
GIVEN_UP = "the worker died each time it tried, perhaps for want of memory. Make the picture smaller and upload that."


@task()
def make_derivatives(photo_id: int) -> None:
    """Make one photo's derivatives, if it still waits for them; give up one that has killed the worker three times."""
    waiting = Photo.objects.filter(pk=photo_id, state=Photo.State.PENDING)
    waiting.update(attempts=F("attempts") + 1)
    if (photo := waiting.first()) is None:
        return
    if photo.attempts > MOST_ATTEMPTS:
        photo.state, photo.failure = Photo.State.FAILED, GIVEN_UP
        photo.save(update_fields=["state", "failure"])
    else:
        derivatives.make(photo)


def enqueue_pending() -> int:
    """Enqueue every photo that waits, and return how many; called when a worker starts.

    A worker that was killed leaves its task marked as running and its photo waiting. Enqueueing a photo
    twice does no harm: the second task finds it made.
    """
    waiting = list(Photo.objects.filter(state=Photo.State.PENDING).order_by("pk").values_list("pk", flat=True))
    for photo_id in waiting:
        make_derivatives.enqueue(photo_id)
    return len(waiting)
