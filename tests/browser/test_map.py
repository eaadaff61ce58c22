"""The map in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_day, make_place, make_trip

TILE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def places(transactional_db) -> None:
    make_place("Pier", city="Bergen", country="Norway", latitude=60.39, longitude=5.32)
    make_place("Hall", city="Oslo", country="Norway", latitude=59.91, longitude=10.75)
    make_day(make_trip(title="Fjords", slug="fjords"), body="[Pier](place:pier) and [Hall](place:hall)")
    make_place("Tea house", city="Kobe", country="Japan", latitude=34.69, longitude=135.19)
    make_day(make_trip(title="Harbours", slug="harbours"), body="[Tea](place:tea-house)")


def drawn(page: Page, address: str) -> None:
    page.goto(f"{address}/map/")
    page.locator("place-map[data-state=ready]").wait_for()


def test_the_map_is_drawn_from_here_alone(live_server, page: Page, places, console_errors):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drawn(page, live_server.url)
    assert page.locator("path.map-land").count() == 1
    assert [url for url in asked if not url.startswith(f"{live_server}/")] == []
    assert f"{live_server}/static/vendor/natural-earth/world.json" in asked


def test_cities_from_afar_and_places_from_near(live_server, page: Page, places, console_errors):
    page.emulate_media(reduced_motion="reduce")
    drawn(page, live_server.url)
    expect(page.locator(".map-marker")).to_have_count(3)
    page.get_by_role("button", name="Kobe, Japan").press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("link", name="Harbours")).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(page.get_by_role("button", name="Kobe, Japan")).to_be_focused()

    while page.locator(".map-place").count() == 0:
        page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".map-marker")).to_have_count(3)
    page.get_by_role("button", name="Tea house").press("Enter")
    expect(popup.get_by_text("Kobe, Japan")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/places/tea-house/")


def test_the_list_beside_the_map_is_there_without_scripts(live_server, browser, places):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/map/")
    expect(page.locator("place-map")).to_be_hidden()
    page.get_by_role("link", name="Pier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pier")
    context.close()


def test_tiles_are_fetched_only_where_the_settings_name_a_server(live_server, page, places, console_errors, settings):
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = '<a href="https://tiles.example/">Tiles</a>'
    referrers: set[str | None] = set()

    def answer(route):
        referrers.add(route.request.header_value("Referer"))
        route.fulfill(body=TILE, content_type="image/png")

    page.route("https://tiles.example/**", answer)
    drawn(page, live_server.url)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution").get_by_role("link", name="Tiles")).to_be_visible()
    assert page.locator("path.map-land").count() == 0
    assert referrers == {f"{live_server}/"}


def test_a_place_is_drawn_on_its_own_page(live_server, page: Page, places, console_errors):
    page.goto(f"{live_server}/places/pier/")
    page.locator("place-map[data-state=ready]").wait_for()
    expect(page.locator(".map-marker")).to_have_count(1)
    page.get_by_role("button", name="Pier").press("Enter")
    expect(page.locator(".leaflet-popup").get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server}/map/")


def test_a_place_leads_to_the_map_without_scripts(live_server, browser, places):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/places/pier/")
    expect(page.locator("place-map")).to_be_hidden()
    page.get_by_role("link", name="among the other places").click()
    expect(page).to_have_url(f"{live_server}/map/")
    context.close()


def test_a_map_stays_in_its_place_when_the_window_narrows(live_server, page: Page, places, console_errors):
    drawn(page, live_server.url)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
