"""Every kind of page, by an address in the sample log. A new kind of page belongs here."""

from dataclasses import dataclass

TRIP = "/trips/2024-kobe-patina/"
LONG_TRIP = "/trips/twenty-pictures/"
PERSON = "/people/haruka-tsukimori/"


@dataclass(frozen=True)
class Kind:
    """Where a page is, and what is to be done there before it is looked at: press this, until that shows."""

    path: str
    status: int = 200
    press: str = ""
    shows: str = "main"


PAGES = {
    "home": Kind("/"),
    "trip": Kind(TRIP),
    "trip with the lightbox open": Kind(TRIP, press="main figure a[data-figure]", shows="[role=dialog] img"),
    "trip from Hugo": Kind("/trips/2025-helsinki-patina/"),
    "day": Kind(f"{TRIP}2024-04-06/"),
    "figure": Kind(f"{TRIP}figures/harbour-night/"),
    "people": Kind("/people/"),
    "person": Kind(PERSON),
    "talks": Kind("/talks/"),
    "talks of a year": Kind("/talks/?year=2024"),
    "talk": Kind("/talks/fonts-for-the-night-bus/"),
    "events": Kind("/events/"),
    "event": Kind("/events/patina-2024/"),
    "places": Kind("/places/"),
    "place": Kind("/places/wharf-hall-no-4/"),
    "map": Kind("/map/"),
    "tag": Kind("/tags/patina/"),
    "category": Kind("/categories/conferences/"),
    "archive": Kind("/archive/"),
    "search": Kind("/search/"),
    "search results": Kind("/search/?q=patina"),
    "search without results": Kind("/search/?q=patinna+zzz"),
    "missing": Kind("/trips/nowhere/", status=404),
    "missing, but like another": Kind("/trips/2024-kobe/", status=404),
    "login": Kind("/admin/account/login/"),
    "lost password": Kind("/admin/account/password/reset/"),
    "used link to a new password": Kind("/admin/account/password/reset/key/1-used/"),
    "account switched off": Kind("/admin/account/inactive/"),
}
# In the audits' log only.
ADDITIONS = {"trip with 20 pictures": Kind(LONG_TRIP), "withdrawn trip": Kind("/trips/withdrawn/", status=410)}
