"""Making derivatives in the background, by the worker that `serve` runs."""

from django_tasks import task

from media import derivatives
from media.models import Photo


@task()
def make_derivatives(photo_id: int) -> None:
    """Make one photo's derivatives, if it still waits for them."""
    photo = Photo.objects.filter(pk=photo_id, state=Photo.State.PENDING).first()
    if photo is not None:
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
