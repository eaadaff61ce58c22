"""Data blocks in the head of a page, under the content security policy of the site."""

import json

import pytest
from playwright.sync_api import Page

from tests.factories import make_day, make_encounter, make_event, make_person, make_trip

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_policy_lets_structured_data_stand(live_server, page: Page, console_errors):
    trip = make_trip(slug="nix", title="</script><script>document.title = 'broken'</script>")
    make_event(trip, slug="nixcon")
    make_encounter(make_day(trip), make_person("Ada"))
    for path, kind in (
        ("/", "Blog"),
        ("/trips/nix/", "BlogPosting"),
        ("/events/nixcon/", "Event"),
        ("/people/ada/", "Person"),
    ):
        answer = page.goto(f"{live_server}{path}", wait_until="networkidle")
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        blocks = page.locator('script[type="application/ld+json"]').all_text_contents()
        assert json.loads(blocks[0])["@type"] == kind
        assert page.title() != "broken"
