"""The filters of the list of talks: by event, year, speaker and track, each with what it would leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person, Visibility
from posts.models import Talk
from posts.models.talk import TalkQuerySet

# A list of choices longer than this helps nobody; the most frequent ones are kept.
MOST_CHOICES = 300
NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Choice:
    value: str
    name: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One filter: the parameter of the address, and the value chosen, empty for all."""

    parameter: str
    label: Promise
    all: Promise
    choices: list[Choice]
    chosen: str


def _year(value: str) -> Q:
    is_year = len(value) == 4 and value.isascii() and value.isdigit() and value != "0000"
    return Q(day__trip__starts_on__year=int(value)) if is_year else NOTHING


def _speaker(value: str) -> Q:
    """Only those with a page can be asked for: nobody learns which talk somebody unnamed gave."""
    return Q(speakers__in=Person.objects.with_page().filter(slug=value))


CONDITIONS: Mapping[str, Callable[[str], Q]] = {
    "event": lambda value: Q(event__slug=value),
    "year": _year,
    "speaker": _speaker,
    "track": lambda value: Q(track=value),
}
NAMES: Mapping[str, tuple[Promise, Promise]] = {
    "event": (_("Event"), _("All events")),
    "year": (_("Year"), _("All years")),
    "speaker": (_("Speaker"), _("All speakers")),
    "track": (_("Track"), _("All tracks")),
}
# Where the value and the name of a choice are found, from a talk.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "event": ("event__slug", "event__name"),
    "year": ("day__trip__starts_on__year", "day__trip__starts_on__year"),
    "speaker": ("talk_speakers__person__slug", "talk_speakers__person__name"),
    "track": ("track", "track"),
}


def filtered(asked: QueryDict) -> tuple[TalkQuerySet, list[Facet]]:
    """Return the published talks that an address asks for, and the filters; a value nobody knows leaves no talk.

    To offer choices, all talks are counted: there are filters only where the address names one, be it without a value.
    """
    if not any(parameter in asked for parameter in CONDITIONS):
        return Talk.objects.published(), []
    chosen = {parameter: asked.get(parameter, "").strip()[:300] for parameter in CONDITIONS}
    # PostgreSQL refuses to compare with a text that holds NUL.
    conditions = {
        parameter: NOTHING if "\x00" in value else CONDITIONS[parameter](value)
        for parameter, value in chosen.items()
        if value
    }
    facets = [_facet(parameter, chosen[parameter], _narrowed(conditions, parameter)) for parameter in CONDITIONS]
    return _narrowed(conditions), [facet for facet in facets if facet.choices or facet.chosen]


def _narrowed(conditions: Mapping[str, Q], but: str = "") -> TalkQuerySet:
    talks = Talk.objects.published()
    for parameter, condition in conditions.items():
        if parameter != but:
            talks = talks.filter(condition)
    return talks


def _facet(parameter: str, chosen: str, talks: TalkQuerySet) -> Facet:
    """Return a filter whose choices count the talks that the other filters leave."""
    value, name = COLUMNS[parameter]
    offered = Q(talk_speakers__person__visibility=Visibility.PUBLIC) if parameter == "speaker" else Q()
    rows = (
        Talk.objects.filter(pk__in=talks.values("pk"))
        .filter(offered)
        .order_by()
        .values(choice=F(value), label=F(name))
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count", "label")[:MOST_CHOICES]
    )
    choices = [Choice(str(row["choice"]), str(row["label"]), row["count"]) for row in rows if row["choice"]]
    choices.sort(key=lambda choice: choice.name.casefold(), reverse=parameter == "year")
    return Facet(parameter, *NAMES[parameter], choices, chosen)
