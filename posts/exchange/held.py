"""An accepted import at work.

Each trip goes in whole or not at all, in a transaction of its own. Who imports holds the review by its `worked_at`,
renewed after each trip; a worker that is killed stops renewing it, and the next one that starts goes on where that was.
"""

import datetime
import logging
from typing import Any

from django.db.models import Q
from django.utils import timezone

from posts.models import ImportReview

from .hugo.report import Report
from .hugo_import import import_hugo
from .review import decisions_of, unpacked
from .unpacking import UnpackingError

HELD_FOR = datetime.timedelta(minutes=2)
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Another worker has taken this import over, or somebody threw it away."""


class Held:
    """A review that this worker imports, and nobody else."""

    def __init__(self, review: ImportReview) -> None:
        self.review = review
        self.outcome: dict[str, Any] = {"total": 0, "trips": {}, "warnings": [], "problems": []} | review.outcome

    @classmethod
    def of(cls, review_id: int) -> "Held | None":
        now = timezone.now()
        free = Q(worked_at=None) | Q(worked_at__lt=now - HELD_FOR)
        under_way = ImportReview.objects.filter(free, pk=review_id, accepted_at__isnull=False, finished_at=None)
        return (
            cls(ImportReview.objects.select_related("user").get(pk=review_id))
            if under_way.update(worked_at=now)
            else None
        )

    def run(self) -> None:
        """Import; what cannot go in is told, and left to be corrected and accepted again."""
        try:
            self._import()
        except Superseded as error:
            logger.info("%s: %s", self.review, error)

    def _import(self) -> None:
        try:
            with self.review.source.open() as file, unpacked(self.review.name, file) as tree:
                report = import_hugo(
                    tree,
                    publish=bool(self.review.choices.get("publish")),
                    decisions=decisions_of(self.review.choices),
                    user=self.review.user,
                    progress=lambda *_: self._tell(),
                    told=self._heard,
                )
        except (UnpackingError, FileNotFoundError) as error:
            self._leave_open([f"{error} Throw it away and bring it again."])
        except Superseded:
            raise
        except Exception:
            self._leave_open(["The server could not go on. What is in stays; accept again to have the rest."])
            raise
        else:
            self._end(report)

    def _heard(self, read_trip: Any, fate: str, total: int) -> None:
        # What a killed worker did is found unchanged by the next; what became of it then is what counts.
        self.outcome["trips"].setdefault(str(read_trip.trip.uuid), fate)
        self.outcome["total"] = total
        self._tell()

    def _tell(self, **more: Any) -> None:
        """Store how far it is. Raises Superseded if this is nobody's business here any more."""
        now = timezone.now()
        mine = ImportReview.objects.filter(pk=self.review.pk, worked_at=self.review.worked_at, finished_at=None)
        if not mine.update(**{"worked_at": now, "outcome": self.outcome} | more):
            raise Superseded("another worker goes on with this import, or it was thrown away")
        self.review.worked_at = now

    def _end(self, report: Report) -> None:
        self.outcome["warnings"] = [each for trip in report.trips if trip.skipped for each in trip.warnings]
        problems = [str(problem) for problem in report.errors]
        if report.failed:
            self._leave_open(problems)
            return
        self.outcome["problems"] = problems
        self._tell(finished_at=timezone.now())
        self.review.source.delete(save=False)

    def _leave_open(self, problems: list[str]) -> None:
        self.outcome["problems"] = problems
        self._tell(accepted_at=None)
