"""Every link of the public pages leads somewhere: to a page that answers, and on it to the passage."""

from urllib.parse import unquote, urlsplit

import pytest

from .logs import build_log
from .pages import Page, read


@pytest.mark.django_db
def test_every_link_within_the_site_leads_to_a_page_and_its_passage(client):
    build_log(2)
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
    # Six lists; of each kind of trip, person, event, place, tag and category two; four days; eight talks.
    # And the map, the search, the feed, the calendar, the address cards of two people, six figures of each trip.
    assert len(pages) == 6 + 6 * 2 + 4 + 8 + 4 + 2 + 6 * 2
