"""The whole way once, as a person goes it: from the desk to a Friday that is written, published and read."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from people.models import Person
from posts.models import Day, Figure
from tests.browser.console import listen
from tests.factories import make_owner, make_person
from tests.media.pictures import jpeg_of_a_camera

LAPTOP = {"viewport": {"width": 1440, "height": 900}}
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MET = ("Addison", "Nic", "Nathan")
TALKS = {
    "Systemd in stage 1": ["Will Fancher"],
    "Module contracts": ["Pierre Penninckx"],
    "An open-source rover": ["Nic"],
    "Transit data": ["Nina Kin", "Nathan"],
}
TEXT = """On Friday I had breakfast with [Addison](person:addison) before catching the bus to the convention centre.

In the evening I met [Nic](person:nic) and [Nathan](person:nathan) at the open skate.

"""


def log_in(page: Page, address: str) -> None:
    owner = make_owner()
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill(owner.username)
    page.get_by_label("Password").fill("a long password of the test")
    page.get_by_role("button", name="Log in").click()


def part(page: Page, name: str):
    """Return a part of the day's page, unfolded, as a telephone shows it folded at first."""
    found = page.locator("details.day-part", has=page.locator("summary", has_text=name)).first
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


def begin_a_trip(page: Page) -> None:
    page.locator("#new-trip-title").fill("Pasadena in spring")
    page.locator("#new-trip-starts_on").fill("2024-03-15")
    page.locator("#new-trip-time_zone").fill("America/Los_Angeles")
    page.get_by_role("button", name="Save and write the first day").click()
    page.wait_for_url("**/admin/posts/day/*/change/")


def add_talks(page: Page) -> None:
    talks = part(page, "Talks")
    for row, (title, speakers) in enumerate(TALKS.items()):
        talks.locator(".add-row a").click()
        page.locator(f"#id_talks-{row}-title").fill(title)
        for speaker in speakers:
            page.locator(f"#talks-{row} .select2-search__field").press_sequentially(speaker)
            page.locator(".select2-results__option--highlighted", has_text=speaker).click()
    page.locator("#id_talks-0-start_time").fill("11:30")


def add_a_picture(page: Page, picture: Path) -> None:
    pictures = part(page, "Pictures")
    page.locator("input[data-source=files]").set_input_files(picture)
    card = pictures.locator("figure-card")
    card.wait_for()
    card.get_by_label("Caption").fill("Left to right: [Nathan](person:nathan), [Nic](person:nic).")
    card.get_by_label("What it shows").fill("Two people on the ice")
    card.get_by_label("Caption").focus()
    expect(card.locator(".card-status")).to_contain_text("aved")
    for name in ("Nathan", "Nic"):
        card.get_by_role("combobox", name="In the picture").press_sequentially(name)
        card.get_by_role("option", name=name).first.click()
    expect(card.locator("people-in-picture ol li")).to_have_count(2)
    card.get_by_role("button", name="Insert into the text").click()


def write_the_day(page: Page, picture: Path) -> None:
    body = page.locator("#id_body")
    body.fill(TEXT)
    cast = part(page, "Who was there")
    cast.get_by_role("button", name="Add all 3").click()
    add_talks(page)
    add_a_picture(page, picture)
    expect(body).to_have_value(f"{TEXT}![](figure:{Figure.objects.get().name})")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Save and publish the trip").click()
    page.wait_for_load_state()
    if "/desk/publish/" in page.url:
        page.locator("#content").get_by_role("button", name="Publish").first.click()
    expect(page.locator(".messagelist")).to_contain_text("is published")


def read(page: Page, address: str) -> None:
    assert page.goto(f"{address}/trips/pasadena-in-spring/", wait_until="networkidle").status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Pasadena in spring")
    expect(page.locator("figcaption")).to_contain_text("Left to right: Nathan, Nic.")
    assert "11:30 a.m." in page.locator("main").inner_text()
    for name in ("Addison", "Will Fancher", "Pierre Penninckx", "Nina Kin", *TALKS):
        expect(page.locator("main")).to_contain_text(name)


@pytest.mark.parametrize("device", [LAPTOP, TELEPHONE], ids=["laptop", "telephone"])
@pytest.mark.django_db(transaction=True)
def test_write_a_friday_from_scratch_publish_it_and_read_it(live_server, browser: Browser, device, tmp_path):
    """Text, six people of whom three are new, four talks, a picture with its people: in three page loads."""
    for name in MET:
        make_person(name)
    picture = tmp_path / "skating.jpg"
    picture.write_bytes(jpeg_of_a_camera())
    context = browser.new_context(**device)
    heard = listen(context)
    page = context.new_page()
    log_in(page, live_server.url)
    loads = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    begin_a_trip(page)
    write_the_day(page, picture)
    publish(page)
    assert len(loads) <= 3, loads
    day = Day.objects.get()
    assert {(each.person.name, each.role) for each in day.encounters.all()} == {(name, "met") for name in MET}
    assert [[speaker.person.name for speaker in talk.talk_speakers.all()] for talk in day.talks.order_by("pk")] == list(
        TALKS.values()
    )
    assert Person.objects.count() == 6
    assert [person.name for person in Figure.objects.get().people.order_by("figure_people__position")] == [
        "Nathan",
        "Nic",
    ]
    call_command("db_worker", batch=True, verbosity=0)
    read(page, live_server.url)
    assert heard == []
    context.close()
