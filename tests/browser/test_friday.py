"""A Friday at a conference, written at the desk from scratch, published, and read: on a laptop and on a telephone.

Its text, people, talks and picture are as many as a real such day had. What it costs in page loads and clicks stands
in docs/writing.md, and is counted anew here.
"""

import datetime
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from people.models import Person, Visibility
from posts.models import Day, Figure, Status
from tests.browser.console import listen
from tests.browser.desk import LAPTOP, PATIENCE_MS, TELEPHONE, Writer, log_in
from tests.conftest import PROJECT
from tests.factories import make_day, make_encounter, make_event, make_person, make_trip
from tests.media.pictures import jpeg_of_a_camera

FRIDAY = datetime.date(2025, 5, 16)
TEXT = (Path(__file__).parent / "friday.md").read_text()
KNOWN = ("Ingrid Solheim", "Tobias Okafor", "Mei Tanaka")
NEW = ("Renske de Boer", "Kwame Addo", "Lucía Prats")
TALKS = {
    "Mending charts": ["Renske de Boer"],
    "Lines without numbers": ["Kwame Addo"],
    "How much of Norway can go": ["Tobias Okafor"],
    "Nothing in sight": ["Mei Tanaka", "Renske de Boer"],
}
CAPTION = "The six of us, after pancakes"
SHOTS = os.environ.get("SHOTS", "")
DEVICES: dict[str, Any] = {"laptop": LAPTOP, "telephone": TELEPHONE}
# `{typed|whole name}` in the text; a plus sign marks who is new.
_NAMED = re.compile(r"\{(\+?)([^|}]+)\|?([^}]*)\}")


def make_log() -> None:
    """Make a trip in progress, whose Thursday is written."""
    trip = make_trip(
        title="Rotterdam by map",
        slug="rotterdam-by-map",
        status=Status.DRAFT,
        starts_on=FRIDAY - datetime.timedelta(days=1),
        ends_on=FRIDAY,
        time_zone="Europe/Amsterdam",
    )
    make_event(trip, name="Mapping Days 2025")
    thursday = make_day(trip, title="Arrival", body="The train was on time.")
    for name in KNOWN:
        make_encounter(thursday, make_person(name))


def part(writer: Writer, name: str):
    """Return a part of the day's page, unfolded: a telephone shows it folded at first."""
    found = writer.page.locator("details.day-part", has=writer.page.locator("summary", has_text=name)).first
    if found.get_attribute("open") is None:
        writer.press(found.locator("summary").first)
    return found


def write_text(writer: Writer) -> None:
    writer.press(writer.page.locator("#id_body"))
    at = 0
    for named in _NAMED.finditer(TEXT):
        writer.type(TEXT[at : named.start()])
        mark, typed, whole = named.groups()
        writer.name(typed, whole or typed, is_new=bool(mark))
        at = named.end()
    writer.type(TEXT[at:])


def add_talks(writer: Writer) -> None:
    talks = part(writer, "Talks")
    for row, (title, speakers) in enumerate(TALKS.items()):
        writer.press(talks.locator(".add-row a"))
        expect(writer.page.locator(f"#id_talks-{row}-title")).to_be_focused()
        writer.type(title)
        field = writer.page.locator(f"#talks-{row} .select2-selection", has=writer.page.locator(".select2-search"))
        for speaker in speakers:
            writer.press(field)
            writer.spell(speaker)
            choose(writer, speaker)


def choose(writer: Writer, name: str) -> None:
    found = writer.page.locator(".select2-results__option--highlighted", has_text=name)
    expect(found).not_to_contain_text("(new)")
    if writer.has_mouse:
        writer.page.keyboard.press("Enter")
    else:
        writer.press(found)


def add_picture(writer: Writer, picture: Path) -> None:
    pictures = part(writer, "Pictures")
    with writer.page.expect_file_chooser() as chooser:
        writer.press(pictures.get_by_role("button", name="Add pictures"))
    chooser.value.set_files(picture)
    card = pictures.locator("figure-card")
    for label, words in (("Caption", CAPTION), ("What it shows", "Seven people squeezed round a table on a boat")):
        writer.press(card.get_by_label(label))
        writer.type(words)
    for name in (*KNOWN, *NEW):
        who = card.get_by_role("combobox", name="In the picture")
        if name == KNOWN[0] or not writer.has_mouse:
            writer.press(who)
        writer.spell(name.split()[0])
        option = card.get_by_role("option", name=name)
        expect(option).to_be_visible()
        if writer.has_mouse:
            writer.page.keyboard.press("Enter")
        else:
            writer.press(option)
    expect(card.locator("people-in-picture ol li")).to_have_count(6)
    expect(card.locator(".card-status")).to_have_text("saved")
    writer.press(card.get_by_role("button", name="Insert into the text"))


def accept_the_cast(writer: Writer) -> None:
    cast = part(writer, "Who was there")
    writer.press(cast.get_by_role("button", name="Add all 6"))
    expect(cast.locator(".desk-row:not(.empty-form)")).to_have_count(6)


def publish(writer: Writer) -> None:
    writer.press(writer.page.get_by_role("button", name="Save and publish the trip"))
    expect(writer.page.locator(".messagelist")).to_contain_text("is published")
    writer.page.wait_for_load_state("networkidle")


def as_read() -> str:
    """Return the text as readers see it: whoever is named for the first time has their whole name."""
    named: set[str] = set()

    def label(match: re.Match[str]) -> str:
        whole = match[3] or match[2]
        shown = match[2] if whole in named else whole
        named.add(whole)
        return shown

    return _NAMED.sub(label, TEXT.strip()).replace("'", "’")


def read(page: Page, address: str) -> None:
    """Read the day as somebody who is not logged in."""
    response = page.goto(f"{address}/trips/rotterdam-by-map/2025-05-16/", wait_until="networkidle")
    assert response.status == 200
    main = page.locator("main")
    shown = " ".join(main.inner_text().split())
    wanted = [" ".join(paragraph.split()) for paragraph in as_read().split("\n\n")]
    assert [words for words in (*wanted, *KNOWN, *NEW, *TALKS) if words not in shown] == []
    expect(main.get_by_role("link", name="Ingrid Solheim").first).to_be_visible()
    picture = main.locator("figure img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    expect(main.locator("figcaption")).to_contain_text(CAPTION)
    expect(main.locator("figcaption")).to_contain_text(f"Left to right: {', '.join((*KNOWN, *NEW))}.")


def stated(device: str) -> tuple[int, int]:
    """Return how many page loads and presses the documentation states."""
    line = re.search(rf"^\| {device},.*\| (\d+) \| (\d+) \|$", (PROJECT / "docs/writing.md").read_text(), re.MULTILINE)
    return int(line[1]), int(line[2])


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.django_db(transaction=True)
def test_a_friday_is_written_from_scratch_published_and_read(live_server, browser: Browser, device, tmp_path):
    make_log()
    picture = tmp_path / "pancakes.jpg"
    picture.write_bytes(jpeg_of_a_camera(taken="2025:05:16 20:10:00", offset="+02:00"))
    context = browser.new_context(**DEVICES[device])
    context.set_default_timeout(PATIENCE_MS)
    heard = listen(context)
    page = context.new_page()
    log_in(page, live_server.url)
    writer = Writer(page, has_mouse=device == "laptop")
    writer.press(page.get_by_role("button", name="Add Fri 16 May"))
    page.wait_for_url("**/admin/posts/day/*/change/")
    write_text(writer)
    add_talks(writer)
    add_picture(writer, picture)
    accept_the_cast(writer)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/friday-{device}.png", full_page=True)
    publish(writer)
    assert len(writer.loads) <= 3, writer.loads
    cost = (len(writer.loads), writer.presses())
    page.goto("about:blank")

    day = Day.objects.get(date=FRIDAY)
    assert {each.person.name: each.role for each in day.encounters.all()} == {
        "Ingrid Solheim": "met",
        "Lucía Prats": "met",
        **dict.fromkeys(("Renske de Boer", "Kwame Addo", "Tobias Okafor", "Mei Tanaka"), "speaker"),
    }
    assert {talk.title: [each.person.name for each in talk.talk_speakers.all()] for talk in day.talks.all()} == TALKS
    assert [person.name for person in Figure.objects.get().people.order_by("figure_people__position")] == [*KNOWN, *NEW]
    assert [Person.objects.get(name=name).visibility for name in NEW] == [Visibility.NAME] * 3
    assert Person.objects.count() == 6
    call_command("db_worker", batch=True, verbosity=0)
    visitor = browser.new_context(**DEVICES[device])
    read(visitor.new_page(), live_server.url)
    visitor.close()
    context.close()
    assert heard == []
    assert cost == stated(device)
