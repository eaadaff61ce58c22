"""The median processor time of rendering the page, in the process, as bench.inside.rendering measures ours."""

import json
import statistics
import sys
import time

import django

django.setup()

from django.test import Client  # noqa: E402 (Django has to be set up first)

visitor = Client(headers={"host": "127.0.0.1"})
assert visitor.get("/").status_code == 200  # noqa: S101 (a page that fails is not to be measured)
taken = []
for _ in range(int(sys.argv[1])):
    start = time.process_time()
    visitor.get("/")
    taken.append(time.process_time() - start)
print(json.dumps({"median": statistics.median(taken)}))
