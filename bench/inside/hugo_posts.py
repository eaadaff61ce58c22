"""Write the trips of a log as somebody without this program would: one Hugo post each, with ordinary links."""

import re
import sys
from pathlib import Path

from posts.models import Trip
from posts.models.trip import TERMS

REFERENCE = re.compile(r"\((person|place|talk|event|trip):([^)]+)\)")

folder, count = Path(sys.argv[1]), int(sys.argv[2])
for trip in Trip.objects.order_by("starts_on").prefetch_related("days", *TERMS)[:count]:
    bundle = folder / trip.slug
    bundle.mkdir(parents=True)
    bodies = []
    for day in trip.days.all():
        opening = f"On {day.date:%A}, {day.date:%B} {day.date.day}, I got up early. " if day.date else ""
        bodies.append(opening + REFERENCE.sub(r"(https://\1-\2.example/)", day.body))
    tags = ", ".join(f'"{tag.name}"' for tag in trip.tags.all())
    head = f'---\ntitle: "{trip.title}"\ndate: {trip.ends_on}\ntags: [{tags}]\ncategories: ["Travel"]\n---\n\n'
    (bundle / "index.md").write_text(head + "\n\n---\n\n".join(bodies) + "\n")
print("null")
