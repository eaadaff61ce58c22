"""Fill the site with the trip whose JSON (see bench.inside.one_trip) comes in on a file."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (Django has to be set up first)
from wagtail.models import Page, Site  # noqa: E402

from bench.peers.wagtail_site.trips.models import TripPage  # noqa: E402

trip = json.loads(Path(sys.argv[1]).read_text())
call_command("migrate", verbosity=0)
body = [
    {"type": "section", "value": {"heading": f"Day {number}", "text": text}}
    for number, text in enumerate(trip["days"], 1)
]
root = Page.objects.get(depth=1)
page = TripPage(title=trip["title"], slug="trip", body=json.dumps(body), show_in_menus=True)
root.add_child(instance=page)
page.tags.add(*trip["tags"])
page.save()
for number in range(5):
    root.add_child(instance=TripPage(title=f"Page {number}", slug=f"page-{number}", show_in_menus=True))
Site.objects.all().delete()
Site.objects.create(hostname="127.0.0.1", root_page=page, is_default_site=True)
