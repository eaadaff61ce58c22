"""What `@` and `#` complete while a text is written: people, and whatever else a text can refer to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from people.models import Alias, Person, Visibility
from posts.models import Encounter, Event, FigurePerson, Place, Reference, Talk, TalkSpeaker, Trip
from posts.search.words import words_of

from .common import short
from .subjects import subject_of

MOST = 10
LONGEST_QUERY = 100
# A name has no more words than this; after that somebody is writing on.
MOST_WORDS = 4
# With nothing typed yet: the people of the trip, then these last met.
RECENT = 50


@dataclass(frozen=True)
class Choice:
    """Something to choose. `names` are what else finds it; a text will say `name`, or `label` where that is typed."""

    kind: str
    slug: str
    name: str
    detail: str = ""
    label: str = ""
    is_here: bool = False
    names: tuple[str, ...] = field(default=(), repr=False)
    key: int = field(default=0, repr=False)

    def for_browser(self) -> dict[str, Any]:
        shown = asdict(self)
        return {name: shown[name] for name in ("kind", "slug", "name", "detail", "label", "is_here")}


@require_GET
def completions(request: HttpRequest) -> JsonResponse:
    """Answer with up to ten things whose name fits `q`, and whether somebody of that name can be added."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    trip = subject_of(request.GET.dict()).trip
    if request.GET.get("kind") == "people":
        if not request.user.has_perm("people.view_person"):
            return _refused()
        found = people(query, trip)
        new = _new_name(query, found) if request.user.has_perm("people.add_person") else None
        return JsonResponse({"results": [choice.for_browser() for choice in found], "new": new})
    kinds = [kind for kind in KINDS if request.user.has_perm(f"posts.view_{kind}")]
    if not kinds:
        return _refused()
    return JsonResponse({"results": [choice.for_browser() for choice in things(query, trip, kinds)], "new": None})


def _refused() -> JsonResponse:
    return JsonResponse({"message": "Your account may not look these up; ask whoever keeps the accounts."}, status=403)


def rank(query: Sequence[str], name: Sequence[str]) -> int | None:
    """Return how well a name fits: 0 is the query, 1 begins with it, 2 has its words, 3 holds it, None not at all.

    Both are folded words.
    """
    wanted, whole = " ".join(query), " ".join(name)
    if whole.startswith(wanted):
        return 0 if whole == wanted else 1
    if all(any(word.startswith(part) for word in name) for part in query):
        return 2
    return 3 if wanted in whole else None


@lru_cache(maxsize=50_000)
def _folded(name: str) -> tuple[str, ...]:
    """Return the words of a name. Kept, since every letter typed asks for those of everybody again."""
    return tuple(words_of(name))


def fitting(query: str, choices: Iterable[Choice]) -> list[Choice]:
    """Return the best ten: names that begin with the query first, among them those of this trip first."""
    words = words_of(query)
    if query.strip() and not words:
        return []
    ranked: list[tuple[int, bool, int, Choice]] = []
    for choice in choices:
        ranks = [found for name in (choice.name, *choice.names) if (found := rank(words, _folded(name))) is not None]
        if ranks:
            ranked.append((min(ranks), not choice.is_here, len(ranked), choice))
    return [choice for *_, choice in sorted(ranked, key=lambda entry: entry[:3])[:MOST]]


def people(query: str, trip: Trip | None) -> list[Choice]:
    """Return people of every visibility; former names find somebody, and are told nowhere."""
    here = _people_of(trip)
    rows = Person.objects.order_by("name", "id")
    if not query.strip():
        recent = Encounter.objects.order_by("-day__date", "-id").values_list("person_id", flat=True)[:RECENT]
        rows = rows.filter(pk__in=here | set(recent))
    names: dict[int, list[str]] = {}
    labels: dict[int, str] = {}
    typed = words_of(query)
    for person, name, kind in Alias.objects.values_list("person_id", "name", "kind"):
        names.setdefault(person, []).append(name)
        if kind == Alias.Kind.ALIAS and words_of(name) == typed:
            labels[person] = name
    everybody = (
        Choice(
            kind="person",
            slug=slug,
            name=name,
            detail=_affiliated(affiliation, visibility),
            label=labels.get(pk, ""),
            is_here=pk in here,
            names=tuple(names.get(pk, ())),
            key=pk,
        )
        for pk, slug, name, affiliation, visibility in rows.values_list(
            "pk", "slug", "name", "affiliation", "visibility"
        )
    )
    return _with_last_meeting(fitting(query, everybody))


def named(name: str) -> list[Choice]:
    """Return the people who go by a name, whatever its case and accents."""
    return [choice for choice in people(name, None) if _goes_by(choice, name)]


def _goes_by(choice: Choice, name: str) -> bool:
    return words_of(name) in [words_of(other) for other in (choice.name, *choice.names)]


def _people_of(trip: Trip | None) -> set[int]:
    """Return the keys of those met, heard, pictured or named on a trip."""
    if trip is None:
        return set()
    named_here = Reference.objects.filter(Q(day__trip=trip) | Q(talk__day__trip=trip), kind="person").values("slug")
    met = Encounter.objects.filter(day__trip=trip).order_by().values_list("person_id")
    return {
        key
        for (key,) in met.union(
            TalkSpeaker.objects.filter(talk__day__trip=trip).order_by().values_list("person_id"),
            FigurePerson.objects.filter(figure__trip=trip).order_by().values_list("person_id"),
            Person.objects.filter(slug__in=named_here).order_by().values_list("pk"),
        )
    }


def _affiliated(affiliation: str, visibility: str) -> str:
    """What tells people of one name apart, and a warning where readers will not see the name."""
    unseen = {Visibility.HIDDEN: "hidden from readers", Visibility.PSEUDONYM: "readers see a pseudonym"}
    return ", ".join(filter(None, [affiliation, unseen.get(Visibility(visibility), "")]))


def _with_last_meeting(found: list[Choice]) -> list[Choice]:
    meetings = Encounter.objects.filter(person__in=[choice.key for choice in found])
    last: dict[int, str] = {}
    for person, date, title in meetings.order_by("day__date").values_list("person_id", "day__date", "day__trip__title"):
        if date:
            last[person] = f"{date_format(date, 'j M Y')}, {short(title, 28)}"
    return [
        replace(choice, detail=" · ".join(filter(None, [choice.detail, last.get(choice.key, "")]))) for choice in found
    ]


def _new_name(query: str, found: list[Choice]) -> dict[str, Any] | None:
    """Return the name that somebody new would get, and whether there is somebody of it already."""
    name = " ".join(query.split())
    if not name or not words_of(name) or len(name.split()) > MOST_WORDS:
        return None
    return {"name": name, "is_taken": any(_goes_by(choice, name) for choice in found)}


def things(query: str, trip: Trip | None, kinds: Iterable[str]) -> list[Choice]:
    """Return talks, figures, places, events and trips; figures only of this trip, since a text shows no others."""
    found = fitting(query, (choice for kind in kinds for choice in KINDS[kind](trip)))
    talks = [choice.key for choice in found if choice.kind == "talk"]
    speakers: dict[int, list[str]] = {}
    for talk, name in TalkSpeaker.objects.filter(talk__in=talks).values_list("talk_id", "person__name"):
        speakers.setdefault(talk, []).append(name)
    return [
        replace(choice, detail=" · ".join(filter(None, [", ".join(speakers.get(choice.key, ())), choice.detail])))
        if choice.kind == "talk"
        else choice
        for choice in found
    ]


def _talks(trip: Trip | None) -> Iterable[Choice]:
    rows = Talk.objects.order_by("-day__date", "-starts_at", "id")
    for pk, slug, title, of_trip, event in rows.values_list("pk", "slug", "title", "day__trip_id", "event__name"):
        yield Choice("talk", slug, title, event or "", is_here=trip is not None and of_trip == trip.pk, key=pk)


def _figures(trip: Trip | None) -> Iterable[Choice]:
    if trip is not None:
        for name, title, caption in trip.figures.values_list("name", "title", "caption"):
            yield Choice("figure", name, title or name, short(caption, 60), is_here=True, names=(name,))


def _places(trip: Trip | None) -> Iterable[Choice]:
    rows = Place.objects.order_by("name", "id")
    here = Place.objects.filter(encounters__day__trip=trip).values_list("slug", flat=True) if trip else ()
    known = set(here)
    for slug, name, kind, city in rows.values_list("slug", "name", "kind", "city"):
        yield Choice(
            "place", slug, name, ", ".join(filter(None, [str(Place.Kind(kind).label), city])), is_here=slug in known
        )


def _events(trip: Trip | None) -> Iterable[Choice]:
    here = set(trip.events.values_list("pk", flat=True)) if trip else set()
    for pk, slug, name, starts_on in Event.objects.values_list("pk", "slug", "name", "starts_on"):
        yield Choice("event", slug, name, date_format(starts_on, "F Y") if starts_on else "", is_here=pk in here)


def _trips(trip: Trip | None) -> Iterable[Choice]:
    for pk, slug, title, starts_on in Trip.objects.values_list("pk", "slug", "title", "starts_on"):
        if trip is None or pk != trip.pk:
            yield Choice("trip", slug, title, date_format(starts_on, "F Y") if starts_on else "")


# Each kind's model gives the permission its name; the order is that of the list.
KINDS: dict[str, Callable[[Trip | None], Iterable[Choice]]] = {
    "talk": _talks,
    "figure": _figures,
    "place": _places,
    "event": _events,
    "trip": _trips,
}
