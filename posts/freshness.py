"""What a public page depends on, as one short word: while it stays, no page has changed."""

from typing import Any

from django.db.models import Max, QuerySet, Subquery, Value
from django.utils import timezone

from .models import Day, Log, Trip


def version_of_content() -> str:
    """Return the log's revision and the latest time at which something became public, in one query.

    The revision is raised in the transaction of any change; what becomes public with time alone
    (a scheduled trip or day) shows in the second part.
    """
    latest = (_latest(Trip.objects.all()), _latest(Day.objects.all()))
    row = Log.objects.filter(pk=1).values_list("revision", *latest).first()
    if row is None:
        return "0"
    times = [format(moment.timestamp(), ".0f") if moment else "" for moment in row[1:]]
    return "-".join([str(row[0]), *times])


def _latest(publications: QuerySet[Any]) -> Subquery:
    passed = publications.filter(published_at__lte=timezone.now(), status="published")
    one_group = passed.order_by().annotate(all=Value(1)).values("all").annotate(latest=Max("published_at"))
    return Subquery(one_group.values("latest")[:1])
