import pytest

from people.models import Visibility
from posts.models import FigurePerson, RetiredSlug, Status
from posts.public.figures import pictures_of

from ...factories import make_day, make_figure, make_person, make_photo, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    return make_trip(title="Oslo in spring", slug="oslo")


def test_figure_large_with_its_words_and_the_way_back(client, trip):
    day = make_day(trip, body="![](figure:stage)")
    make_figure(trip, day=day, name="stage", title="The stage", caption="With [Ada](person:ada)", alt="A lit stage")
    make_person("Ada")
    page = read(client, "/trips/oslo/figures/stage/")
    assert "Oslo in spring March 14, 2024 The stage With Ada Where it stands in the story" in page.words
    assert {"/trips/oslo/", "/trips/oslo/#figure-stage", "/people/ada/"} <= set(page.links)
    image = dict(next(attributes for tag, attributes in page.tags if tag == "img"))
    assert (image["alt"], image["width"], image["height"], "loading" in image) == ("A lit stage", "64", "48", False)


def test_figure_without_a_title_is_numbered(client, trip):
    make_figure(trip, name="only", title="")
    assert [tag for tag, _ in read(client, "/trips/oslo/figures/only/").tags].count("h1") == 1
    assert "Picture 1 of 1" in read(client, "/trips/oslo/figures/only/").words


def test_pictures_follow_one_another_as_on_the_page_of_the_trip(client, trip):
    first = make_day(trip, body="![](figure:b)\n\n![](figure:a)")
    second = make_day(trip, date=trip.ends_on, body="![](figure:c) ![](figure:a)")
    for name, day in (("e", None), ("d", first), ("c", first), ("b", second), ("a", None)):
        make_figure(trip, name=name, day=day)
    trip.cover = make_figure(trip, name="cover")
    trip.save()
    assert [figure.name for figure in pictures_of(trip)] == ["cover", "b", "a", "d", "c", "e"]
    links = read(client, "/trips/oslo/figures/b/").links
    assert [link for link in links if "/figures/" in link] == [
        f"/trips/oslo/figures/{name}/" for name in ("cover", "a")
    ]


@pytest.mark.parametrize(
    ("visibility", "words", "is_linked"),
    [
        (Visibility.PUBLIC, "In the picture, from left to right Grace Ada", True),
        (Visibility.NAME, "In the picture, from left to right Grace Ada", False),
        (Visibility.PSEUDONYM, "In the picture, from left to right Grace a friend", False),
        (Visibility.HIDDEN, "In the picture Grace Where", False),
    ],
)
def test_people_in_the_picture(client, trip, visibility, words, is_linked):
    figure = make_figure(trip, name="stage")
    ada = make_person("Ada", visibility=visibility, pseudonym="a friend", figures_withheld=False)
    for position, person in enumerate((make_person("Grace"), ada)):
        FigurePerson.objects.create(figure=figure, person=person, position=position)
    page = read(client, "/trips/oslo/figures/stage/")
    assert words in page.words
    assert ("/people/ada/" in page.links) == is_linked
    assert ("Ada" in page.html) == (visibility in (Visibility.PUBLIC, Visibility.NAME))


def test_figures_that_have_no_page(client, trip):
    draft_day = make_day(trip, status=Status.DRAFT)
    make_figure(trip, name="on-a-draft", day=draft_day)
    make_figure(trip, name="not-here-yet", photo=make_photo(ready=False))
    make_figure(trip, name="elsewhere", photo=None, remote_url="https://example.org/picture.jpg")
    hidden = make_person(visibility=Visibility.HIDDEN, figures_withheld=True)
    FigurePerson.objects.create(figure=make_figure(trip, name="withheld"), person=hidden)
    make_figure(make_trip(slug="draft", status=Status.DRAFT), name="of-a-draft")
    names = ["oslo/figures/on-a-draft", "oslo/figures/not-here-yet", "oslo/figures/elsewhere", "oslo/figures/withheld"]
    for name in [*names, "oslo/figures/nothing", "draft/figures/of-a-draft", "nowhere/figures/of-a-draft"]:
        assert (name, client.get(f"/trips/{name}/").status_code) == (name, 404)


def test_a_figure_of_a_trip_that_was_renamed(client, trip):
    make_figure(trip, name="stage")
    RetiredSlug.objects.create(kind="trip", slug="norway", target=trip.uuid)
    response = client.get("/trips/norway/figures/stage/")
    assert (response.status_code, response["Location"]) == (301, "/trips/oslo/figures/stage/")


def test_a_figure_in_a_text_leads_to_its_page_or_where_the_writer_wants(client, trip):
    make_day(trip, body="![](figure:plain)\n\n![](figure:linked)")
    make_figure(trip, name="plain")
    make_figure(trip, name="linked", link="https://example.org/album")
    frames = [attributes for _, attributes in read(client, "/trips/oslo/").tags if attributes.get("class") == "frame"]
    assert [(frame["href"], frame.get("data-figure")) for frame in frames] == [
        ("/trips/oslo/figures/plain/", "plain"),
        ("https://example.org/album", None),
    ]


@pytest.mark.parametrize(("has_cover", "eager"), [(True, ["cover"]), (False, ["second"])])
def test_only_the_cover_or_the_first_picture_of_the_text_is_fetched_at_once(client, trip, has_cover, eager):
    make_day(trip, body="![](figure:first) ![](figure:second)\n\n![](figure:third)")
    make_figure(trip, name="first", alt="first", photo=make_photo(ready=False))
    for name in ("second", "third", "cover"):
        make_figure(trip, name=name, alt=name)
    trip.cover = trip.figures.get(name="cover") if has_cover else None
    trip.save()
    images = [attributes for tag, attributes in read(client, "/trips/oslo/").tags if tag == "img"]
    fetched = [image["alt"] for image in images if image.get("class") != "placeholder" and "loading" not in image]
    assert fetched == eager
