"""How long one trip's page takes to render: `unrelated` after a change elsewhere, `empty` with every cache emptied."""

import json
import statistics
import sys

from bench.inside.timing import client, empty_all_caches, outdate, request_time

path, case, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
visitor = client()
request_time(visitor, path)
taken = []
for _ in range(times):
    (empty_all_caches if case == "empty" else outdate)()
    taken.append(request_time(visitor, path))
print(json.dumps({"median": statistics.median(taken)}))
