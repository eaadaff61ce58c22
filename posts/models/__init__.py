"""What a log is made of. Every model is imported from here."""

from .day import Day
from .encounter import Encounter
from .event import Event, EventSeries
from .figure import Figure, FigurePerson
from .importing import ImportRecord
from .log import Log
from .place import Place
from .publication import Status
from .reference import Reference, RetiredSlug
from .search import SearchEntry, SearchKind, SearchSource, SearchWord
from .talk import Talk, TalkLink, TalkSpeaker
from .trip import CategorizedTrip, Category, Tag, TaggedTrip, Trip

__all__ = [
    "CategorizedTrip",
    "Category",
    "Day",
    "Encounter",
    "Event",
    "EventSeries",
    "Figure",
    "FigurePerson",
    "ImportRecord",
    "Log",
    "Place",
    "Reference",
    "RetiredSlug",
    "SearchEntry",
    "SearchKind",
    "SearchSource",
    "SearchWord",
    "Status",
    "Tag",
    "TaggedTrip",
    "Talk",
    "TalkLink",
    "TalkSpeaker",
    "Trip",
]
