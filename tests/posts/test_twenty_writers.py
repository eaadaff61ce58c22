import threading

import pytest
from django.db import connection, transaction

from posts.models import Day, Log
from tests.factories import make_day, make_trip

WRITERS, SAVES = 20, 5


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_wait_for_each_other():
    """Each on a connection of its own, as the threads and processes of a server are; reading before writing."""
    trip = make_trip()
    days = [make_day(trip).pk for _ in range(WRITERS)]
    before = Log.current().revision
    failures: list[Exception] = []

    def write(day: int) -> None:
        try:
            for number in range(SAVES):
                with transaction.atomic():
                    row = Day.objects.get(pk=day)
                    row.body += str(number)
                    row.save()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(day,)) for day in days]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert set(Day.objects.values_list("body", flat=True)) == {"01234"}
    assert Log.current().revision >= before + WRITERS * SAVES
