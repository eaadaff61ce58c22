"""Loading the sample log: one trip that comes in from Hugo, one that comes in from another log."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from media.files import no_orphans
from posts.exchange.hugo_import import import_hugo
from posts.exchange.load import LoadError, load
from posts.exchange.schema import LogDocument
from posts.models import Event, Trip

SAMPLE = settings.BASE_DIR / "tripsite" / "sample"


def load_sample() -> None:
    """Load all of it or nothing; a second time changes nothing.

    The other log comes first, so that the people whom the Hugo post links are known by then.
    """
    document = LogDocument.model_validate_json((SAMPLE / "log.json").read_bytes())
    with no_orphans(), transaction.atomic():
        load(document, _pictures(document))
        report = import_hugo(SAMPLE / "content", publish=True)
        if report.errors:
            raise LoadError("; ".join(map(str, report.errors)))
        # A Hugo post says nothing of events; a writer would choose it in the admin.
        Trip.objects.get(slug="2025-helsinki-patina").events.add(Event.objects.get(slug="patina-2025"))


def _pictures(document: LogDocument) -> Mapping[UUID, Path]:
    """Return the file of each figure, found by the figure's name."""
    return {
        figure.uuid: SAMPLE / "pictures" / f"{figure.name}.jpg" for trip in document.trips for figure in trip.figures
    }
