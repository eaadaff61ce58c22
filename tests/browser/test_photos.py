"""Pictures of a day in a real browser: brought in, described, put in order, and none lost with the connection."""

import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from people.models import Visibility
from posts.models import Day, Figure, FigurePerson
from tests.factories import make_day, make_figure, make_owner, make_person, make_trip
from tests.media import pictures

from .desk import carry_session, until

PART = 2 * 1024 * 1024


@pytest.fixture
def day(transactional_db) -> Day:
    trip = make_trip(slug="oslo", title="Oslo", starts_on=datetime.date(2024, 3, 15))
    make_day(trip)
    return make_day(trip, date=datetime.date(2024, 3, 16), body="Arrived.")


@pytest.fixture
def desk(live_server, page: Page, day: Day, console_errors) -> Page:
    carry_session(page.context, live_server.url, make_owner())
    page.goto(f"{live_server.url}/admin/posts/day/{day.pk}/change/", wait_until="networkidle")
    page.evaluate("document.querySelector('details.photos').open = true")
    return page


def picture(folder: Path, name: str, taken: str = "2024:03:16 09:00:00", side: int = 0) -> Path:
    """Write a picture; one with a `side` in pixels is of noise, and as large as a camera's."""
    path = folder / name
    image = Image.merge("RGB", [Image.effect_noise((side, side), 90)] * 3) if side else pictures.corners(320, 240)
    path.write_bytes(pictures.saved(image, "JPEG", quality=95, exif=pictures.exif(taken)))
    return path


def choose(page: Page, *files: Path) -> None:
    page.locator("input[data-source=files]").set_input_files(list(files))


def cards(page: Page) -> list[str]:
    return [card.get_attribute("data-name") for card in page.locator("figure-card").all()]


def test_several_at_once_by_time_one_refused_one_here_already(desk: Page, day, console_errors, tmp_path):
    known = make_figure(day.trip, day=day.trip.days.first(), name="stage", title="The stage")
    with known.photo.original.open() as original:
        (tmp_path / "again.png").write_bytes(original.read())
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7 " * 100)
    begun = []
    desk.on("request", lambda request: begun.append(request.url) if request.method == "POST" else None)
    evening = picture(tmp_path, "IMG_2.jpg", "2024:03:16 18:20:00")
    choose(desk, evening, tmp_path / "notes.pdf", tmp_path / "again.png", picture(tmp_path, "IMG_1.jpg"))
    expect(desk.locator("figure-card")).to_have_count(2)
    expect(desk.locator("[data-state=failed]")).to_contain_text("notes.pdf: this is not a JPEG, PNG, WebP")
    expect(desk.locator("[data-state=known]")).to_contain_text(
        "again.png: is here already as “The stage” on Friday, 15"
    )
    assert cards(desk) == ["saturday-0900", "saturday-1820"]
    assert len([url for url in begun if url.endswith("/desk/uploads/")]) == 3
    # While their sizes are made, the browser's own picture is shown.
    expect(desk.locator("figure-card canvas")).to_have_count(2)
    assert [error for error in console_errors if "422" not in error] == []
    console_errors.clear()


def test_words_people_and_cover_are_saved_in_place(desk: Page, day, tmp_path):
    grace = make_person("Grace", visibility=Visibility.NAME)
    choose(desk, picture(tmp_path, "evening walk.jpg"))
    card = desk.get_by_role("group", name="Picture evening-walk")
    card.get_by_label("Caption").fill("By the *water*")
    card.get_by_label("What it shows").fill("Two people on a pier")
    card.get_by_label("What it shows").blur()
    expect(card.get_by_role("status")).to_have_text("saved")
    who = card.get_by_role("combobox")
    who.press_sequentially("@Gra")
    expect(card.get_by_role("option").first).to_have_text("Grace")
    who.press("Enter")
    expect(card.locator("ol li span")).to_have_text(["Grace"])
    who.press_sequentially("Nathan")
    expect(card.get_by_role("option", name="Nathan (new)")).to_be_visible()
    who.press("Enter")
    expect(card.get_by_role("status")).to_have_text("saved, new here: Nathan")
    card.get_by_role("button", name="Nathan further left").click()
    expect(card.locator("ol li span")).to_have_text(["Nathan", "Grace"])
    card.get_by_role("button", name="Cover").click()
    expect(card.get_by_role("button", name="Cover")).to_have_attribute("aria-pressed", "true")
    figure = Figure.objects.get()
    assert (figure.caption, figure.alt) == ("By the *water*", "Two people on a pier")
    rows = FigurePerson.objects.order_by("position").values_list("person__name", "person__visibility")
    assert list(rows) == [("Nathan", "name"), ("Grace", "name")]
    assert grace.figures.get() == figure
    day.trip.refresh_from_db()
    assert day.trip.cover == figure


def test_who_is_tapped_on_is_sorted_from_left_to_right(desk: Page, day, tmp_path):
    for name in ("Ada", "Bo"):
        make_person(name)
    choose(desk, picture(tmp_path, "crowd.jpg"))
    card = desk.get_by_role("group", name="Picture crowd")
    frame = card.locator("[data-tap]")
    expect(frame.locator("canvas")).to_be_visible()
    box = frame.bounding_box()
    for name, share in (("Ada", 0.8), ("Bo", 0.2)):
        frame.click(position={"x": box["width"] * share, "y": 20})
        expect(card.get_by_role("combobox")).to_be_focused()
        card.get_by_role("combobox").press_sequentially(name)
        card.get_by_role("option", name=name, exact=True).click()
        expect(card.get_by_role("status")).to_have_text("saved")
    expect(card.locator("ol li span")).to_have_text(["Bo", "Ada"])
    assert [round(x, 1) for x in FigurePerson.objects.order_by("position").values_list("x", flat=True)] == [0.2, 0.8]


def test_what_another_window_wrote_is_shown_not_overwritten(desk: Page, day, console_errors, tmp_path):
    choose(desk, picture(tmp_path, "crowd.jpg"))
    card = desk.get_by_role("group", name="Picture crowd")
    caption = card.get_by_label("Caption")
    expect(caption).to_be_visible()
    Figure.objects.update(caption="Theirs")
    caption.fill("Mine")
    caption.blur()
    expect(card.get_by_role("status")).to_contain_text("There it says: “Theirs”")
    assert (Figure.objects.get().caption, caption.input_value()) == ("Theirs", "Mine")
    caption.fill("Mine and theirs")
    caption.blur()
    expect(card.get_by_role("status")).to_have_text("saved")
    assert Figure.objects.get().caption == "Mine and theirs"
    console_errors.clear()


def test_pictures_for_the_text_are_named_there_in_order(desk: Page, day, tmp_path):
    later = picture(tmp_path, "later.jpg", "2024:03:16 12:00:00")
    earlier = picture(tmp_path, "earlier.jpg", "2024:03:16 08:00:00")
    desk.locator("#id_body").press("End")
    with desk.expect_file_chooser() as chooser:
        desk.locator("markdown-editor [data-md-button=photo]").first.click()
    chooser.value.set_files([later, earlier])
    text = desk.locator("#id_body")
    expect(text).to_have_value("Arrived.\n\n![](figure:earlier)\n\n![](figure:later)")
    desk.get_by_role("group", name="Picture later").get_by_role("button", name="Insert into the text").click()
    expect(text).to_have_value("Arrived.\n\n![](figure:earlier)\n\n![](figure:later)\n\n![](figure:later)")


def test_order_removal_and_undo_by_keyboard(desk: Page, day, tmp_path):
    choose(desk, picture(tmp_path, "one.jpg", "2024:03:16 08:00:00"), picture(tmp_path, "two.jpg"))
    expect(desk.locator("figure-card")).to_have_count(2)
    desk.get_by_role("button", name="Earlier: two").press("Enter")
    status = desk.locator("[data-list-status]")
    expect(status).to_have_text("Order saved.")
    assert cards(desk) == ["two", "one"]
    expect(desk.get_by_role("button", name="Earlier: two")).to_be_focused()
    desk.get_by_role("button", name="Sort by time").press("Enter")
    expect(desk.locator("figure-card").first).to_have_attribute("data-name", "one")
    desk.get_by_role("button", name="Remove one").press("Enter")
    expect(status).to_contain_text("one is removed.")
    assert [figure.name for figure in day.figures.all()] == ["two"]
    desk.get_by_role("button", name="Undo").press("Enter")
    expect(status).to_have_text("one is back.")
    assert (cards(desk), [figure.name for figure in day.figures.all()]) == (["one", "two"], ["one", "two"])


def test_a_picture_of_another_day_is_offered_to_it(desk: Page, day, tmp_path):
    choose(desk, picture(tmp_path, "friday.jpg", "2024:03:15 20:00:00"))
    desk.get_by_role("button", name="Taken on Friday, 15 March: put it there").click()
    expect(desk.locator("figure-card")).to_have_count(0)
    assert Figure.objects.get().day.date == datetime.date(2024, 3, 15)


def test_pictures_dropped_on_a_trip_find_their_days(desk: Page, live_server, day, tmp_path):
    desk.goto(f"{live_server.url}/admin/posts/trip/{day.trip.pk}/change/", wait_until="networkidle")
    friday, saturday = ("2024:03:15 20:00:00", "2024:03:16 09:00:00")
    choose(
        desk, picture(tmp_path, "b.jpg", saturday), picture(tmp_path, "a.jpg", friday), picture(tmp_path, "c.jpg", "x")
    )
    rows = desk.locator("[data-state=done]")
    expect(rows).to_have_count(3)
    told = sorted(row.locator(".upload-words").inner_text() for row in rows.all())
    assert told == [
        "a.jpg: is on Friday, 15 March open",
        "b.jpg: is on Saturday, 16 March open",
        "c.jpg: is in the trip, on no day",
    ]
    assert [(figure.name, figure.day.date.day) for figure in Figure.objects.exclude(day=None).order_by("name")] == [
        ("a", 15),
        ("b", 16),
    ]


class Cut:
    """Loses the connection at each part behind the first, until it is mended; remembers what was sent from where."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.offsets: list[int] = []
        self.is_cut = True
        self.has_cut = False
        page.route("**/desk/uploads/*/", self.answer)

    def answer(self, route):
        if route.request.method != "PATCH":
            route.continue_()
        elif self.is_cut and self.offsets:
            self.has_cut = True
            route.abort("internetdisconnected")
        else:
            self.offsets.append(int(route.request.headers["upload-offset"]))
            route.continue_()


def test_a_lost_connection_goes_on_where_it_was(desk: Page, day, console_errors, tmp_path):
    large = picture(tmp_path, "large.jpg", side=2400)
    cut = Cut(desk)
    choose(desk, large)
    progress = desk.get_by_role("progressbar", name="Upload of large.jpg")
    expect(progress).to_be_visible()
    until(desk, lambda: cut.has_cut)
    assert 0 < progress.evaluate("bar => bar.value") < 1
    cut.is_cut = False
    expect(desk.locator("figure-card")).to_have_count(1)
    assert cut.offsets == list(range(0, large.stat().st_size, PART))
    assert len(cut.offsets) > 2
    console_errors.clear()


def test_offline_waits_and_goes_on_by_itself(desk: Page, day, console_errors, tmp_path):
    desk.context.set_offline(True)
    choose(desk, picture(tmp_path, "later.jpg"))
    expect(desk.locator("[data-state=offline]")).to_contain_text("later.jpg: waits for the connection")
    desk.context.set_offline(False)
    expect(desk.locator("figure-card")).to_have_count(1)
    console_errors.clear()


def test_a_page_that_was_left_goes_on_with_the_same_file(desk: Page, day, console_errors, tmp_path):
    large = picture(tmp_path, "large.jpg", side=2400)
    cut = Cut(desk)
    choose(desk, large)
    expect(desk.get_by_role("progressbar")).to_be_visible()
    until(desk, lambda: cut.has_cut)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload(wait_until="networkidle")
    expect(desk.locator("photo-upload [data-status]")).to_contain_text("On the way when this page was left: large.jpg")
    cut.is_cut = False
    choose(desk, large)
    expect(desk.locator("figure-card")).to_have_count(1)
    assert cut.offsets == list(range(0, large.stat().st_size, PART))
    console_errors.clear()


def test_cancelled_and_tried_again(desk: Page, day, console_errors, tmp_path):
    cut = Cut(desk)
    choose(desk, picture(tmp_path, "large.jpg", side=2400))
    expect(desk.get_by_role("progressbar")).to_be_visible()
    until(desk, lambda: cut.has_cut)
    desk.get_by_role("button", name="Cancel: large.jpg").click()
    expect(desk.locator("[data-state=cancelled]")).to_contain_text("large.jpg: not uploaded")
    cut.is_cut = False
    desk.get_by_role("button", name="Retry: large.jpg").click()
    expect(desk.locator("figure-card")).to_have_count(1)
    console_errors.clear()


def test_on_a_phone_nothing_scrolls_sideways_and_fingers_fit(desk: Page, day, tmp_path):
    desk.set_viewport_size({"width": 390, "height": 844})
    choose(desk, picture(tmp_path, "a picture with a rather long name of many words.jpg"))
    expect(desk.locator("figure-card")).to_have_count(1)
    assert desk.evaluate("document.documentElement.scrollWidth") == 390
    small = "all => all.filter(each => each.offsetHeight && each.offsetHeight < 44).map(each => each.outerHTML)"
    assert desk.locator(".photos button, .photos input:not([hidden])").evaluate_all(small) == []


def test_the_queue_is_worked_off_by_keyboard(live_server, page: Page, day, console_errors):
    for name in ("one", "two"):
        make_figure(day.trip, day=day, name=name, title="")
    make_figure(day.trip, day=day, alt="Told already")
    carry_session(page.context, live_server.url, make_owner())
    page.goto(f"{live_server.url}/admin/desk/figures/alt/", wait_until="networkidle")
    picture = page.get_by_role("img", name="The picture to describe")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    for name, words in (("one", "A lamp"), ("two", "A door")):
        expect(page.get_by_role("textbox")).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text(f"{name.title()} is described.")
    expect(page.get_by_text("Every picture is described.")).to_be_visible()
    assert sorted(Figure.objects.values_list("alt", flat=True)) == ["A door", "A lamp", "Told already"]
