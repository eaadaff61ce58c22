"""Whose names shall not be read in plain words: fetched for the texts of some trips, or of one person alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.models import Alias, FormerSlug, IgnoredName, Person, PersonLink, Visibility
from posts.models import IgnoredInTrip, Trip

from .knowing import cast_of
from .knowledge import KnownPerson, things
from .plain import Secrets, addresses_of, short_names, telling_names

NOT_PUBLIC = (Visibility.HIDDEN, Visibility.PSEUDONYM)


@dataclass(frozen=True)
class Hidden:
    """The people whose names are not public, fetched once."""

    people: dict[int, KnownPerson]
    everywhere: Secrets

    @classmethod
    def of_log(cls) -> Hidden:
        return cls.of(Person.objects.filter(visibility__in=NOT_PUBLIC))

    @classmethod
    def of(cls, persons: Iterable[Person]) -> Hidden:
        """Fetch what some people are called and where they are found. Five queries."""
        keys = {person.pk: person for person in persons}
        aliases: dict[int, list[str]] = defaultdict(list)
        for pk, name in Alias.objects.filter(person__in=keys).values_list("person_id", "name"):
            aliases[pk].append(name)
        people = {
            pk: KnownPerson(pk, person.slug, (person.name, *aliases.get(pk, ())), person.visibility)
            for pk, person in keys.items()
        }
        slugs = {person.slug for person in people.values()}
        slugs.update(FormerSlug.objects.filter(person__in=keys).values_list("slug", flat=True))
        links = PersonLink.objects.filter(person__in=keys).values_list("url", "person_id")
        addresses = addresses_of((url, people[pk]) for url, pk in links)
        ignored = things(IgnoredName.objects.values_list("name", flat=True))
        everywhere = Secrets(telling_names(people.values()), {}, frozenset(slugs), addresses, ignored)
        return cls(people, everywhere)

    def on(self, trip: Trip) -> Secrets:
        """Return what shall not be read on one trip: also what those who are on it are called for short."""
        if not self.people:
            return self.everywhere
        here = [self.people[pk] for pk in sorted(cast_of(trip)) if pk in self.people]
        ignored = things(IgnoredInTrip.objects.filter(trip=trip).values_list("name", flat=True))
        known = self.everywhere
        return Secrets(known.anywhere, short_names(here), known.slugs, known.addresses, known.ignored | ignored)
