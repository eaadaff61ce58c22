"""The places that the posts link, one for each map address."""

import uuid
from dataclasses import dataclass, field

from people.links import normalise

from ..schema import PlaceDocument
from .addresses import describe, position
from .known import Known
from .people import free_slug, stable_uuid


@dataclass(eq=False)
class Place:
    key: str
    name: str
    url: str
    kind: str
    slug: str = ""
    known: PlaceDocument | None = None

    @property
    def uuid(self) -> uuid.UUID:
        return self.known.uuid if self.known else stable_uuid("place", self.key)

    def document(self) -> PlaceDocument:
        if self.known is not None:
            return self.known
        is_map = describe(self.url).kind == "map"
        latitude, longitude = (position(self.url) if is_map else None) or (None, None)
        return PlaceDocument(
            uuid=self.uuid,
            slug=self.slug,
            name=self.name,
            kind=self.kind,
            map_url=self.url if is_map else "",
            url="" if is_map else self.url,
            latitude=latitude,
            longitude=longitude,
        )


@dataclass
class Places:
    """All places of one run, in the order in which they are met."""

    all: list[Place] = field(default_factory=list)
    _by_address: dict[str, Place] = field(default_factory=dict)

    def add(self, name: str, url: str, kind: str) -> Place:
        address = normalise(url)
        if address not in self._by_address:
            place = Place(address, name[:200], url, kind)
            self._by_address[address] = place
            self.all.append(place)
        return self._by_address[address]

    def name_them(self, known: Known) -> None:
        """Recognise the places the log knows by their address; give the others a slug of their own."""
        taken = set(known.place_slugs)
        for place in self.all:
            place.known = known.places_by_address.get(place.key)
            place.slug = place.known.slug if place.known else free_slug(place.name, taken, "place")
            taken.add(place.slug)
