"""The median processor time of pages of some kinds, each rendered with every cache empty.

A kind that fails is told by its error, and the others are measured all the same.
"""

import json
import random
import statistics
import sys
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from bench.inside.timing import client, empty_all_caches, request_time
from posts.appearances import published_people
from posts.models import Tag, Trip

ROWS: dict[str, Callable[[], QuerySet[Any]]] = {
    "trip": Trip.objects.published,
    "person": published_people,
    "tag": lambda: Tag.objects.filter(pk__in=Trip.objects.published().values("tags")),
}
ADDRESSES = {"home": "/", "talks": "/talks/"}
visitor = client()


def addresses(kind: str, count: int) -> list[str]:
    """Return as many addresses of all parts of the log, the same each time."""
    if kind in ADDRESSES:
        return [ADDRESSES[kind]] * count
    keys = list(ROWS[kind]().order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(1).choices(keys, k=count)  # noqa: S311 (the same each time)
    found = ROWS[kind]().in_bulk(chosen)
    return [found[key].get_absolute_url() for key in chosen]


def median(kind: str, count: int) -> float | str:
    try:
        asked = addresses(kind, count)
        request_time(visitor, asked[0])
        taken = []
        for address in asked:
            empty_all_caches()
            taken.append(request_time(visitor, address))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return statistics.median(taken)


samples, *kinds = sys.argv[1:]
print(json.dumps({kind: median(kind, int(samples)) for kind in kinds}))
