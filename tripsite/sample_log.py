"""Loading the sample log: one trip that comes in from Hugo, one that comes in from another log."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from media.files import no_orphans
from posts.exchange.load import load
from posts.exchange.schema import LogDocument

SAMPLE = settings.BASE_DIR / "tripsite" / "sample"


def load_sample() -> None:
    """Load all of it or nothing; a second time changes nothing.

    The other log comes first, so that the people whom the Hugo post links are known by then.
    """
    document = LogDocument.model_validate_json((SAMPLE / "log.json").read_bytes())
    with no_orphans(), transaction.atomic():
        load(document, _pictures(document))
        call_command("import_hugo", SAMPLE / "content", publish=True, verbosity=0)


def _pictures(document: LogDocument) -> Mapping[UUID, Path]:
    """Return the file of each figure, found by the figure's name."""
    return {
        figure.uuid: SAMPLE / "pictures" / f"{figure.name}.jpg" for trip in document.trips for figure in trip.figures
    }
