"""The median processor time of saving a day on the desk with a word added to its text."""

import json
import statistics
import sys
import time

from django.contrib.auth import get_user_model
from django.urls import reverse

from bench.inside.timing import client
from posts.models import Day
from tests.posts.admin.as_sent import read_form

times = int(sys.argv[1])
users = get_user_model().objects
owner = users.filter(is_superuser=True).first() or users.create_superuser("bench", password=None)
writer = client()
writer.force_login(owner)
total = Day.objects.filter(kind="day").count()
taken = []
for number in range(times + 1):
    day = Day.objects.filter(kind="day").order_by("pk")[number * (total - 1) // (times + 1)]
    address = reverse("admin:posts_day_change", args=[day.pk])
    form = read_form(writer.get(address).content.decode())
    form["body"] = [form["body"][0] + "\r\n\r\nOne more word."]
    start = time.process_time()
    answer = writer.post(address, form)
    taken.append(time.process_time() - start)
    if answer.status_code != 302:
        raise SystemExit(f"saving {address} is answered with {answer.status_code}")
print(json.dumps({"median": statistics.median(taken[1:])}))
