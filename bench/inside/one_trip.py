"""A published trip as others are to serve it: its address, its page, the HTML of its sections, its tags."""

import json

from django.test import Client

from posts.models import Day, Trip
from posts.prose.render import render
from posts.prose.targets import Targets

trip = Trip.objects.published().order_by("starts_on")[2]
days = list(Day.objects.published().filter(trip=trip).order_by("position"))
targets = Targets.for_texts((day.body for day in days), trip)
page = Client(headers={"host": "localhost"}).get(trip.get_absolute_url())
print(
    json.dumps(
        {
            "path": trip.get_absolute_url(),
            "title": trip.title,
            "tags": [tag.name for tag in trip.tags.all()],
            "days": [render(day.body, targets) for day in days],
            "html": page.content.decode(),
        }
    )
)
