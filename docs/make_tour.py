"""Take the screenshots of docs/tour.md: `make tour` serves a fresh sample log and looks at each kind of page."""

from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.sample_server import fresh_log, serving

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images" / "tour"
TOUR = PROJECT / "docs" / "tour.md"

PAGES = {
    "home": ("Home", "/", "The latest trip large, the others below it."),
    "trip": ("A trip", "/trips/2024-kobe-patina/", "Its cover, the line of its days, then the story."),
    "story": (
        "Inside a trip",
        "/trips/2024-kobe-patina/#day-2024-04-06",
        "A day: the text, its figures, the talks heard and who was there.",
    ),
    "day": ("A day", "/trips/2024-kobe-patina/2024-04-06/", "Each day has a page of its own, to be linked to."),
    "figure": (
        "A picture",
        "/trips/2024-kobe-patina/figures/harbour-night/",
        "Large, with its words and who is in it; over a trip's page it opens in place.",
    ),
    "people": ("People", "/people/", "Everybody who has a page."),
    "person": (
        "A person",
        "/people/haruka-tsukimori/",
        "Where you met, what they talked about, where they are mentioned.",
    ),
    "talks": ("Talks", "/talks/", "By year and event."),
    "talk": ("A talk", "/talks/fonts-for-the-night-bus/", "When, where and by whom, with your notes and its links."),
    "events": ("Events", "/events/", "Each edition of each conference."),
    "event": (
        "An event",
        "/events/patina-2024/",
        "The talks heard there, the trips that led to it, the other editions.",
    ),
    "places": ("Places", "/places/", "Where you ate, slept and sat."),
    "place": ("A place", "/places/wharf-hall-no-4/", "The passages that name it, the events held there, who was met."),
    "map": ("The map", "/map/", "Cities from afar, places from near, and the same as a list."),
    "search": ("Search", "/search/?q=clipboard", "Words, beginnings, phrases; what was found is marked."),
    "tag": ("A tag", "/tags/patina/", "The trips filed under it."),
    "archive": ("Archive", "/archive/", "Everything by year."),
    "missing": ("Nothing here", "/trips/nowhere/", "An address that leads nowhere."),
}
SIZES = {1440: 900, 390: 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with fresh_log() as home, serving(home) as origin:
        take_all(origin)
    write_tour()


def take_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                take(browser, address, width, height, scheme)
        browser.close()


def take(browser: Browser, address: str, width: int, height: int, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    for name, (_, path, _) in PAGES.items():
        page.goto(address + path, wait_until="networkidle")
        page.wait_for_timeout(300)
        shot = IMAGES / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=shot)
        Image.open(shot).save(shot.with_suffix(".webp"), quality=80, method=6)
        shot.unlink()
    context.close()


def write_tour() -> None:
    lines = [
        "# A tour",
        "",
        "The sample log, page by page: on a desk and on a phone, by day and by night. `make tour` takes these again.",
    ]
    for name, (title, path, words) in PAGES.items():
        lines += ["", f"## {title}", "", f"{words} `{path}`", ""]
        lines += [
            f"![{title}, {width} px, {scheme}](images/tour/{name}-{width}-{scheme}.webp)"
            for width in SIZES
            for scheme in SCHEMES
        ]
    TOUR.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
