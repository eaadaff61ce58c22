"""Every link of the public pages leads somewhere: to a page that answers, and on it to the passage."""

from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from posts.exchange.hugo_import import import_hugo

from .logs import build_log
from .pages import Page, read


def crawl(client: Client) -> dict[str, Page]:
    """Return every page that links lead to from the first one; each has the passages that links ask of it."""
    pages: dict[str, Page] = {}
    wanted: dict[str, set[str]] = {"/": set()}
    while unread := wanted.keys() - pages.keys():
        path = unread.pop()
        page = pages[path] = read(client, path)
        for link in page.links:
            url = urlsplit(link)
            if not url.netloc and not url.path.startswith("/photos/"):
                wanted.setdefault(url.path or path, set()).add(unquote(url.fragment))
    missing = {path: fragments - {"", *pages[path].ids} for path, fragments in wanted.items()}
    assert {path: fragments for path, fragments in missing.items() if fragments} == {}
    return pages


@pytest.mark.django_db
def test_every_link_within_the_site_leads_to_a_page_and_its_passage(client):
    build_log(2)
    # Six lists; of each kind of trip, person, event, place, tag and category two; four days; eight talks.
    # And the map, the search, the feed, the calendar, the address cards of two people, six figures of each trip.
    assert len(crawl(client)) == 6 + 6 * 2 + 4 + 8 + 4 + 2 + 6 * 2


@pytest.mark.django_db
def test_every_link_of_the_seed_leads_somewhere(client, seed):
    import_hugo(seed, publish=True)
    pages = crawl(client)
    assert {"/trips/2024-nixcon-scale/", "/people/addison/", "/places/king-taco/"} <= pages.keys()
    assert len([path for path in pages if path.startswith("/people/") and path.endswith("/")]) == 1 + 15
