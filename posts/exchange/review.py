"""What is brought in, looked over before it becomes trips: nothing but the review itself is written until then."""

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.utils import timezone

from posts.models import ImportReview
from posts.names.knowing import Names

from .hugo.decisions import DayDecision, Decisions
from .hugo.read import Reading, read
from .hugo.tree import Tree, TreeError
from .hugo.trips import ReadTrip
from .hugo_import import Fate, fates, known_log
from .post_trees import tree_of
from .reading_names import FoundName, find_names
from .unpacking import UnpackingError, unpack

KEPT_FOR = datetime.timedelta(days=7)
# More of them take longer than somebody waits for a page.
MOST_POSTS = 100


@dataclass
class FoundTrip:
    read: ReadTrip
    fate: Fate


@dataclass
class Findings:
    """What reading gave, with the decisions so far; problems are files that cannot go in."""

    reading: Reading
    trips: list[FoundTrip] = field(default_factory=list)


def bring(name: str, content: File[bytes], user: Any) -> ImportReview:
    """Keep what somebody brought, to be looked over. Raises UnpackingError where there is nothing to look over."""
    for old in ImportReview.objects.filter(created_at__lt=timezone.now() - KEPT_FOR):
        if not old.is_under_way:
            discard(old)
    with unpacked(name, content):
        content.seek(0)
    review = ImportReview(user=user, name=name[:255])
    review.source.save(f"{review.uuid.hex}{Path(name).suffix.lower()[:10]}", content, save=False)
    try:
        review.save()
    except BaseException:
        review.source.delete(save=False)
        raise
    return review


def discard(review: ImportReview) -> None:
    """Forget what was brought, with its file."""
    review.source.delete(save=False)
    review.delete()


@contextmanager
def unpacked(name: str, content: File[bytes]) -> Iterator[Tree]:
    """Lay out what was brought, in a folder that is gone afterwards. Raises UnpackingError."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = unpack(content.file, name, Path(folder))  # type: ignore[arg-type]
        try:
            tree = tree_of(path)
        except TreeError as error:
            raise UnpackingError(f"{name}: {str(error).removeprefix(f'{path}: ')}.") from error
        if len(tree.posts) > MOST_POSTS:
            raise UnpackingError(
                f"{name}: {len(tree.posts)} posts; up to {MOST_POSTS} can be looked over here. Bring a part of them, "
                "or import them all with the command import_hugo or import_wordpress."
            )
        yield tree


def look(review: ImportReview) -> Findings:
    """Read what was brought, with what was decided so far. Writes nothing. Raises UnpackingError."""
    decisions = decisions_of(review.choices)
    with review.source.open() as file, unpacked(review.name, file) as tree:
        reading = read(tree, known=known_log(), decisions=decisions)
    return Findings(reading, [FoundTrip(each, fate) for each, fate in fates(reading)])


def names_in(trips: Sequence[FoundTrip]) -> list[list[FoundName]]:
    """Return the names without a link of each trip: apart from the rest, as finding them takes longest."""
    names = Names.of_log()
    return [find_names(trip.read, names) for trip in trips]


def decisions_of(choices: Mapping[str, Any]) -> Decisions:
    """Return a review's stored choices as decisions."""
    days = {
        UUID(key): DayDecision(day["kind"], datetime.date.fromisoformat(day["date"]) if day["date"] else None)
        for key, day in choices.get("days", {}).items()
    }
    return Decisions(choices.get("links", {}), days, choices.get("same", {}), choices.get("names", {}))
