"""Every kind of page, by an address in the sample log. A new kind of page belongs here."""

TRIP = "/trips/2024-kobe-patina/"
LONG_TRIP = "/trips/twenty-pictures/"
PERSON = "/people/haruka-tsukimori/"

PAGES = {
    "home": "/",
    "trip": TRIP,
    "trip from Hugo": "/trips/2025-helsinki-patina/",
    "day": f"{TRIP}2024-04-06/",
    "people": "/people/",
    "person": PERSON,
    "talks": "/talks/",
    "talk": "/talks/fonts-for-the-night-bus/",
    "events": "/events/",
    "event": "/events/patina-2024/",
    "places": "/places/",
    "place": "/places/wharf-hall-no-4/",
    "tag": "/tags/patina/",
    "category": "/categories/conferences/",
    "archive": "/archive/",
    "search": "/search/",
    "search results": "/search/?q=patina",
    "search without results": "/search/?q=patinna+zzz",
    "missing": "/trips/nowhere/",
    "login": "/admin/login/",
}
# In the audits' log only.
LONG = {"trip with 20 pictures": LONG_TRIP}
STATUS = {"missing": 404}
