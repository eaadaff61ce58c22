"""Take the screenshots of docs/tour.md: `make tour` serves a fresh sample log and looks at each kind of page."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images" / "tour"
TOUR = PROJECT / "docs" / "tour.md"
CHROMIUM = PROJECT / "tests" / "browser" / "chromium.py"

PAGES = {
    "home": ("Home", "/", "The latest trip large, the others below it."),
    "trip": ("A trip", "/trips/2024-kobe-patina/", "Its cover, the line of its days, then the story."),
    "story": (
        "Inside a trip",
        "/trips/2024-kobe-patina/#day-2024-04-06",
        "A day: the text, its figures, the talks heard and who was there.",
    ),
    "day": ("A day", "/trips/2024-kobe-patina/2024-04-06/", "Each day has a page of its own, to be linked to."),
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
    "tag": ("A tag", "/tags/patina/", "The trips filed under it."),
    "archive": ("Archive", "/archive/", "Everything by year."),
    "missing": ("Nothing here", "/trips/nowhere/", "An address that leads nowhere."),
}
SIZES = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"TRIPSITE_HOME": home}
        manage = [sys.executable, str(PROJECT / "manage.py")]
        subprocess.run([*manage, "set_up"], env=environment, check=True)
        port = free_port()
        server = subprocess.Popen([*manage, "serve", "--port", str(port)], env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz")
            take_all(address)
        finally:
            server.terminate()
            server.wait(timeout=30)
    write_tour()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urlopen(address, timeout=5).close()
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def take_all(address: str) -> None:
    chromium = subprocess.run([sys.executable, str(CHROMIUM)], capture_output=True, text=True, check=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.stdout.strip(), args=arguments)
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                take(browser, address, width, height, scheme)
        browser.close()


def take(browser: Browser, address: str, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
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
