"""Uploads on a real server that is killed while they are under way, and what is done with those nobody goes on with."""

import datetime
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.utils import timezone

from posts.models import Upload
from posts.uploads import OffsetConflict, append, storage, sweep
from tests.factories import make_owner
from tests.media.folders import files_in
from tests.media.pictures import jpeg_of_a_camera
from tests.uploading import Client, Server, photographs


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "log")
    yield server
    server.stop()


def test_no_picture_is_lost_when_the_server_is_killed_midway(server):
    pictures = photographs(9, (1800, 1350))
    client = Client(server.port, part=200_000)
    day, trip = server.ask('list(Day.objects.filter(date="2024-03-16").values_list("pk", "trip"))[0]')
    parts = threading.Semaphore(0)
    with ThreadPoolExecutor(3) as pool:
        # The last one first: their time puts them in order.
        sent = [
            pool.submit(client.send, f"IMG_{at}.jpg", pictures[at], lambda offset: parts.release(), trip=trip)
            for at in reversed(range(9))
        ]
        for _ in range(6):
            parts.acquire(timeout=60)
        server.kill()
        server.start()
        outcomes = [each.result() for each in sent]
    assert [outcome["failure"] for outcome in outcomes] == [""] * 9
    names = server.ask('list(Figure.objects.order_by("position").values_list("name", "day", "photo__original_name"))')
    assert names == [[f"saturday-090{at}", day, f"IMG_{at}.jpg"] for at in range(9)]
    assert server.ask("Photo.objects.count()") == 9
    assert not list((server.home / "uploads" / "blocks").rglob("*0"))
    known = client.known(pictures, trip=trip)
    assert [found["figure"]["day"]["id"] for found in known.values()] == [day] * 9


class BrokenConnection(io.BytesIO):
    """Gives what it holds, and then breaks as a connection does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) or self.fail()

    def fail(self) -> bytes:
        raise OSError("the connection was lost")


@pytest.mark.django_db(transaction=True)
def test_what_arrived_before_the_connection_broke_is_kept():
    content = jpeg_of_a_camera()
    upload = Upload.objects.create(user=make_owner(), name="a.jpg", length=len(content))
    upload = append(upload, 0, BrokenConnection(content[:700]))
    assert upload.received == 700
    with pytest.raises(OffsetConflict, match="700 bytes are here"):
        append(upload, 0, io.BytesIO(content))
    # What a killed server left behind the last byte that counts is written over.
    storage().save(f"blocks/{upload.uuid}/000000000700", io.BytesIO(b"half a block"))
    upload = append(upload, 700, io.BytesIO(content[700:]))
    with upload.photo.original.open() as original:
        assert original.read() == content


@pytest.mark.django_db(transaction=True)
def test_uploads_nobody_goes_on_with_are_swept_after_a_week():
    owner = make_owner()
    old = Upload.objects.create(user=owner, name="old.jpg", length=5000)
    append(old, 0, io.BytesIO(jpeg_of_a_camera()[:100]))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6)):
        Upload.objects.create(user=owner, name="new.jpg", length=5000)
        assert sweep() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert sweep() == 1
    assert [upload.name for upload in Upload.objects.all()] == ["new.jpg"]
    assert files_in(storage()) == {}
