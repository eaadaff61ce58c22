"""The places that the posts link, one for each map address."""

import uuid
from dataclasses import dataclass, field

from ..schema import PlaceDocument
from .addresses import describe, normalise, position
from .people import free_slug, stable_uuid


@dataclass(eq=False)
class Place:
    key: str
    name: str
    url: str
    kind: str
    slug: str = ""

    @property
    def uuid(self) -> uuid.UUID:
        return stable_uuid("place", self.key)

    def document(self) -> PlaceDocument:
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
    _slugs: set[str] = field(default_factory=set)

    def add(self, name: str, url: str, kind: str) -> Place:
        address = normalise(url)
        if address not in self._by_address:
            place = Place(address, name[:200], url, kind, free_slug(name, self._slugs, "place"))
            self._slugs.add(place.slug)
            self._by_address[address] = place
            self.all.append(place)
        return self._by_address[address]
