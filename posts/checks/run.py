"""All checks, on one trip or on the whole log."""

from collections.abc import Iterator

from posts.models import Trip

from . import parts, references
from .finding import Finding
from .material import Material


def findings(trip: Trip) -> list[Finding]:
    """Return what the writer should look at in a trip, in the order of the text, in a constant number of queries."""
    return list(_findings(Material.of(trip)))


def findings_of_log() -> Iterator[Finding]:
    """Yield the findings of all trips, the latest trip first."""
    for trip in Trip.objects.order_by("-starts_on", "-id").iterator(chunk_size=200):
        yield from findings(trip)


def _findings(material: Material) -> Iterator[Finding]:
    yield from parts.empty_days(material)
    yield from references.dangling(material)
    yield from parts.figures(material)
