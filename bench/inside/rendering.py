"""How long one trip's page takes: `unrelated` rendered after a change elsewhere, `empty` with every cache emptied,
`asked` as a reader asks for it after a change elsewhere, through the pages that are kept.
"""

import json
import statistics
import sys
from collections.abc import Callable

from django.test import Client

from bench.inside.timing import Reader, change_another_trip, client, empty_all_caches, outdate, request_time

CASES: dict[str, tuple[Callable[[], Client | Reader], Callable[[str], None]]] = {
    "unrelated": (client, outdate),
    "empty": (client, empty_all_caches),
    "asked": (Reader, change_another_trip),
}

path, case, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
visit, change = CASES[case]
visitor = visit()
request_time(visitor, path)
taken = []
for _ in range(times):
    change(path)
    taken.append(request_time(visitor, path))
print(json.dumps({"median": statistics.median(taken)}))
