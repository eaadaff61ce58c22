"""All checks, on one trip or on the whole log."""

from collections.abc import Iterator

from posts.models import Trip
from posts.names.knowing import Names
from posts.names.secrets import Hidden

from . import mentions, names, parts, references
from .finding import Finding
from .material import Material


def findings(trip: Trip) -> list[Finding]:
    """Return what the writer should look at in a trip, in the order of the text, in a constant number of queries."""
    return list(_findings(Material.of(trip), Names.of_log(), Hidden.of_log()))


def findings_of_log() -> Iterator[Finding]:
    """Yield the findings of all trips, the latest trip first, then those beside the trips."""
    known, hidden = Names.of_log(), Hidden.of_log()
    for trip in Trip.objects.order_by("-starts_on", "-id").iterator(chunk_size=200):
        yield from _findings(Material.of(trip), known, hidden)
    yield from mentions.beside_trips(hidden)


def blocking(trip: Trip) -> list[Finding]:
    """Return what keeps a trip from being published; faster than all findings."""
    return list(mentions.in_trip(Material.of(trip), Hidden.of_log()))


def _findings(material: Material, known: Names, hidden: Hidden) -> Iterator[Finding]:
    yield from mentions.in_trip(material, hidden)
    yield from parts.empty_days(material)
    yield from references.dangling(material)
    yield from parts.figures(material)
    yield from names.names(material, known)
