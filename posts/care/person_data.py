"""Everything the log keeps about one person, as plain data."""

from typing import Any

from people.models import Person
from posts.index import TEXTS
from posts.models import Day, Encounter, Figure, Reference, Talk, Trip

from .memory import passages_naming

FORMAT = "tripsite-person"
VERSION = 1


def data_of(person: Person, is_private: bool = False) -> dict[str, Any]:
    """Return what is kept about somebody, ready for JSON.

    `is_private` adds what only the writer reads: private notes, promises, and what is not published. Without it
    this is what may be given to the person themselves, who also learns how readers see them.
    """
    days = Day.objects.all() if is_private else Day.objects.published()
    encounters = Encounter.objects.filter(person=person, day__in=days).in_order().select_related("place", "day__trip")
    talks = Talk.objects.filter(speakers=person).select_related("day__trip", "event").order_by("pk")
    figures = Figure.objects.filter(people=person).select_related("trip", "photo").order_by("pk")
    if not is_private:
        talks, figures = talks.published(), figures.published()
    return {
        "format": FORMAT,
        "version": VERSION,
        "person": _described(person, is_private),
        "encounters": [_encounter(encounter, is_private) for encounter in encounters],
        "talks": [
            {"title": talk.title, "event": str(talk.event or ""), "date": talk.local_start and talk.local_start.date()}
            for talk in talks
        ],
        "pictures": [
            {
                "trip": figure.trip.title,
                "name": figure.name,
                "title": figure.title,
                "alternative_text": figure.alt,
                "taken_on": figure.photo and figure.photo.taken_on,
            }
            for figure in figures
        ],
        "passages": passages_of(person, is_private),
        "wishes": [
            {"asked_at": wish.created_at, "kind": wish.get_kind_display(), "text": wish.text, "answer": wish.answer}
            for wish in person.wishes.all()
        ],
    }


def passages_of(person: Person, is_private: bool) -> list[dict[str, str]]:
    """Return each paragraph that refers to somebody, with where it stands."""
    slugs = [person.slug, *person.former_slugs.values_list("slug", flat=True)]
    named = Reference.objects.all() if is_private else Reference.objects.published()
    named = named.filter(kind="person", slug__in=slugs)
    found = []
    for model, (column, attribute) in TEXTS.items():
        texts: Any = model
        for text in texts.objects.filter(pk__in=named.exclude(**{column: None}).values(column)).order_by("pk"):
            words = passages_naming(getattr(text, attribute), slugs)
            found += [{"where": _where(text), "words": passage} for passage in words]
    return found


def _described(person: Person, is_private: bool) -> dict[str, Any]:
    described = {
        "name": person.name,
        "shown_as": person.public_name,
        "visibility": person.get_visibility_display(),
        "pronouns": person.pronouns,
        "affiliation": person.affiliation,
        "about": person.about,
        "names": [{"name": alias.name, "kind": alias.get_kind_display()} for alias in person.aliases.all()],
        "links": [{"kind": link.get_kind_display(), "address": link.url} for link in person.links.all()],
        "former_addresses": [former.slug for former in person.former_slugs.all()],
        "in_the_log_since": person.created_at,
    }
    return described | ({"private_note": person.private_note} if is_private else {})


def _encounter(encounter: Encounter, is_private: bool) -> dict[str, Any]:
    met = {
        "trip": encounter.day.trip.title,
        "date": encounter.day.happened_on,
        "role": encounter.get_role_display(),
        "place": encounter.place.name if encounter.place and (is_private or encounter.place.is_public) else "",
        "affiliation": encounter.affiliation,
    }
    if is_private:
        met |= {
            "introduced_by": str(encounter.introduced_by or ""),
            "private_note": encounter.private_note,
            "promised": encounter.follow_up,
            "promised_for": encounter.follow_up_on,
        }
    return met


def _where(text: Trip | Day | Figure | Talk) -> str:
    if isinstance(text, Trip):
        return text.title
    trip = text.day and text.day.trip if isinstance(text, Talk) else text.trip
    return f"{trip}: {text}" if trip else str(text)
