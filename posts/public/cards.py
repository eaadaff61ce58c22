"""Cards: trips in a list, with their covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from posts.lines import lines_of
from posts.models import Event, Trip
from posts.prose.figures import FigureView
from posts.prose.render import figure_view, plain_text
from posts.prose.targets import Targets

# Of a page: each brings a picture. It makes whole rows where two, three or four stand beside each other.
PER_PAGE = 12


@dataclass(frozen=True)
class Card:
    """A trip in a list; `summary` is plain text, `line` the class of its colour there."""

    trip: Trip
    events: list[Event]
    cover: FigureView | None
    summary: str
    line: str


def cards_of(trips: Iterable[Trip]) -> list[Card]:
    """Return the cards of trips that were fetched `for_card()`."""
    shown = list(trips)
    covers = [trip.cover for trip in shown if trip.cover]
    texts = [text for figure in covers for text in (figure.title, figure.caption, figure.alt)]
    targets = Targets.for_texts(texts, words=[trip.summary for trip in shown])
    return [
        Card(
            trip,
            list(trip.events.all()),
            figure_view(trip.cover, targets) if trip.cover else None,
            plain_text(trip.summary, targets),
            line,
        )
        for trip, line in zip(shown, lines_of(shown), strict=True)
    ]
