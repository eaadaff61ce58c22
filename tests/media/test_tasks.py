import io
import signal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from media import derivatives, files
from media.models import Photo
from media.models import derivatives as storage
from media.tasks import enqueue_pending, make_derivatives
from tests.media import pictures

# The worker claims a task in a transaction of its own and must see rows that were committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def signals():
    """Put back the handlers of signals that a worker takes over."""
    taken = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    handlers = {number: signal.getsignal(number) for number in taken}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def run_worker() -> None:
    call_command("db_worker", batch=True, startup_delay=False, reload=False, interval=0, verbosity=0)


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def test_worker_makes_the_derivatives_of_a_stored_photo():
    photo, _ = files.store(pictures.jpeg_of_a_camera(), "a.jpg")
    assert statuses() == [TaskResultStatus.READY]
    run_worker()
    photo.refresh_from_db()
    assert statuses() == [TaskResultStatus.SUCCESSFUL]
    assert photo.state == Photo.State.READY
    assert [storage().exists(path) for path in derivatives.paths(photo)] == [True] * 4


def test_enqueue_pending_makes_up_for_a_worker_that_was_killed():
    photo, _ = files.store(pictures.jpeg_of_a_camera(), "a.jpg")
    # As a worker leaves it that is killed at its work: claimed, and never finished.
    DBTaskResult.objects.get().claim("killed")
    run_worker()
    photo.refresh_from_db()
    assert photo.state == Photo.State.PENDING
    assert enqueue_pending() == 1
    run_worker()
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
    assert statuses() == [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL]


def test_enqueue_pending_leaves_out_what_does_not_wait():
    for width, state in ((20, "ready"), (30, "failed"), (40, "absent")):
        photo, _ = files.store(pictures.saved(pictures.corners(width, 20)), "a.jpg")
        Photo.objects.filter(pk=photo.pk).update(state=state)
    assert enqueue_pending() == 0


def test_worker_makes_a_photo_once_that_was_enqueued_twice():
    photo, _ = files.store(pictures.jpeg_of_a_camera(), "a.jpg")
    enqueue_pending()
    run_worker()
    first = storage().get_modified_time(derivatives.paths(photo)[0])
    make_derivatives.enqueue(photo.pk)
    run_worker()
    assert storage().get_modified_time(derivatives.paths(photo)[0]) == first
    assert statuses() == [TaskResultStatus.SUCCESSFUL] * 3


def test_worker_goes_on_after_a_photo_that_fails_or_is_gone():
    failing, _ = files.store(pictures.saved(pictures.corners(20, 20)), "failing.jpg")
    gone, _ = files.store(pictures.saved(pictures.corners(30, 20)), "gone.jpg")
    good, _ = files.store(pictures.saved(pictures.corners(40, 20)), "good.jpg")
    Path(failing.original.path).unlink()
    files.remove(gone)
    run_worker()
    states = dict(Photo.objects.values_list("original_name", "state"))
    assert states == {"failing.jpg": "failed", "good.jpg": "ready"}
    assert statuses() == [TaskResultStatus.SUCCESSFUL] * 3
    assert Path(good.original.path).exists()


def test_photo_that_kills_the_worker_is_tried_three_times():
    photo, _ = files.store(pictures.saved(pictures.corners(20, 20)), "deadly.jpg")
    tries = []

    def die(photo: Photo) -> None:
        tries.append(photo.pk)
        raise KeyboardInterrupt  # as little as any handler of errors sees of a process that is killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(derivatives, "make", die)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                make_derivatives.call(photo.pk)
        make_derivatives.call(photo.pk)
    photo.refresh_from_db()
    assert tries == [photo.pk] * 3
    assert photo.state == Photo.State.FAILED
    assert photo.failure.startswith("the worker died each time it tried")
    call_command("make_derivatives", retry=True, stdout=io.StringIO())
    photo.refresh_from_db()
    assert (photo.state, photo.attempts) == (Photo.State.READY, 0)


def test_command_makes_every_pending_photo():
    for width in (20, 30):
        files.store(pictures.saved(pictures.corners(width, 20)), f"{width}.jpg")
    out = io.StringIO()
    call_command("make_derivatives", stdout=out)
    assert out.getvalue() == "2 photos made.\n"
    assert set(Photo.objects.values_list("state", flat=True)) == {"ready"}


def test_command_names_the_photo_that_failed_and_makes_the_others():
    failing, _ = files.store(pictures.saved(pictures.corners(20, 20)), "failing.jpg")
    files.store(pictures.saved(pictures.corners(30, 20)), "good.jpg")
    Path(failing.original.path).unlink()
    with pytest.raises(CommandError) as failed:
        call_command("make_derivatives")
    assert failed.value.returncode == 1
    assert str(failed.value) == (
        "make_derivatives: 1 of 2 photos could not be converted:\n"
        f"  failing.jpg (photo {failing.pk}): "
        "the original is missing from the folder of originals. Upload the picture again.\n"
        "Replace these pictures, or run make_derivatives --retry."
    )
    assert Photo.objects.get(original_name="good.jpg").state == "ready"


def test_command_tries_a_failed_photo_again_only_when_told_to():
    photo, _ = files.store(pictures.saved(pictures.corners(20, 20)), "a.jpg")
    Photo.objects.update(state="failed", failure="the disk was full")
    call_command("make_derivatives", stdout=io.StringIO())
    photo.refresh_from_db()
    assert photo.state == "failed"
    call_command("make_derivatives", retry=True, stdout=io.StringIO())
    photo.refresh_from_db()
    assert (photo.state, photo.failure) == ("ready", "")
