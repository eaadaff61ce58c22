import errno

import pytest
from django.db import InternalError, OperationalError, connection
from django.urls import reverse

from posts.admin.trouble import known_trouble
from posts.models import Day
from tests.factories import make_day, make_owner

from .as_sent import as_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    client.raise_request_exception = False
    return client


@pytest.fixture
def full_database():
    """Let SQLite write no page more, as on a full disk."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told to be full")

    def fill() -> None:
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            # Tests before this one may have left pages free; a blob takes all but four bytes of each.
            free = cursor.execute("PRAGMA freelist_count").fetchone()[0]
            size = cursor.execute("PRAGMA page_size").fetchone()[0] - 4
            if free > 2:
                cursor.execute("CREATE TABLE filler (content BLOB)")
                cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [(free - 2) * size])

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")


def test_full_disk_while_saving_gives_the_text_back(desk, full_database):
    day = make_day(body="Old words.")
    page = reverse("admin:posts_day_change", args=[day.pk])
    sent = as_sent(desk, page)
    full_database()
    text = "New words that nobody wants to lose. " * 5000
    response = desk.post(page, sent | {"body": text})
    assert response.status_code == 507
    html = response.content.decode()
    assert "The server’s disk is full." in html
    assert text.strip() in html
    assert "_loaded" not in html
    assert Day.objects.get().body == "Old words."


def test_full_disk_while_a_draft_is_kept_is_told_by_its_status(desk, full_database):
    page = reverse("admin:posts_day_change", args=[make_day().pk])
    full_database()
    content = {"page": page, "window": "0123456789abcdef", "values": {"body": ["New words. " * 20_000]}}
    response = desk.post(reverse("desk:draft"), content, content_type="application/json")
    assert response.status_code == 507


def test_database_that_cannot_be_written_is_told(desk):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told to write nothing")
    day = make_day(body="Old words.")
    page = reverse("admin:posts_day_change", args=[day.pk])
    sent = as_sent(desk, page)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            response = desk.post(page, sent | {"body": "New words."})
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert response.status_code == 503
    assert "can only be read" in response.content.decode()
    assert "New words." in response.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("could not extend file: No space left on device"), 507),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
        (InternalError("cannot execute UPDATE in a read-only transaction"), 503),
        (OperationalError("attempt to write a readonly database"), 503),
        (OperationalError("database is locked"), 503),
        (OperationalError("connection to server failed: Connection refused"), 503),
    ],
    ids=str,
)
def test_trouble_is_recognised(error, status):
    assert known_trouble(error)[0] == status


@pytest.mark.parametrize(
    "error", [ValueError("full"), OperationalError("no such table: x"), OSError("x"), None], ids=str
)
def test_other_faults_stay_faults(error):
    assert known_trouble(error) is None


def test_failure_to_write_where_there_is_no_room_is_a_full_disk(monkeypatch):
    assert known_trouble(OperationalError("disk I/O error"))[0] == 503
    monkeypatch.setattr("posts.admin.trouble.SCARCE_BYTES", 10**18)
    assert known_trouble(OperationalError("disk I/O error"))[0] == 507
