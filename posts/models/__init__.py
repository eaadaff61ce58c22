"""What a log is made of. Every model is imported from here."""

from .capture import Capture
from .change import Change
from .day import Day
from .deletion import Deletion
from .draft import Draft
from .encounter import Encounter
from .event import Event, EventSeries
from .figure import Figure, FigurePerson
from .ignored import IgnoredInTrip
from .importing import ImportRecord
from .log import Log
from .place import Place
from .preview import PreviewLink
from .publication import Status
from .reference import Reference, RetiredSlug
from .review import ImportReview
from .schedule import ScheduleRecord
from .search import SearchEntry, SearchKind, SearchSource, SearchWord
from .talk import Talk, TalkLink, TalkSpeaker
from .trip import CategorizedTrip, Category, Tag, TaggedTrip, Trip
from .upload import Upload

__all__ = [
    "Capture",
    "CategorizedTrip",
    "Category",
    "Change",
    "Day",
    "Deletion",
    "Draft",
    "Encounter",
    "Event",
    "EventSeries",
    "Figure",
    "FigurePerson",
    "IgnoredInTrip",
    "ImportRecord",
    "ImportReview",
    "Log",
    "Place",
    "PreviewLink",
    "Reference",
    "RetiredSlug",
    "ScheduleRecord",
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
    "Upload",
]
