import pytest

from people.models import FormerSlug, Visibility
from posts.models import RetiredSlug, Status
from posts.prose.render import plain_text, render, render_inline
from posts.prose.targets import Targets
from tests.factories import make_day, make_event, make_figure, make_person, make_place, make_talk, make_trip

pytestmark = pytest.mark.django_db


def shown(source, trip=None):
    return render(source, Targets.for_texts([source], trip))


def words(source, trip=None):
    return plain_text(source, Targets.for_texts([source], trip))


def test_public_person_is_linked():
    make_person("Ada Lovelace")
    assert '<a class="person" href="/people/ada-lovelace/">Ada</a>' in shown("[Ada](person:ada-lovelace)")


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        (Visibility.PUBLIC, "Ada came. With Ada’s dog."),
        (Visibility.NAME, "Ada came. With Ada’s dog."),
        (Visibility.PSEUDONYM, "A friend came. With a friend’s dog."),
        (Visibility.HIDDEN, "Someone came. With someone’s dog."),
    ],
)
def test_visibility_decides_what_is_shown(visibility, expected):
    make_person("Ada", visibility=visibility, pseudonym="a friend")
    source = "[Ada](person:ada) came. With [**Ada**](person:ada)'s dog."
    assert words(source) == expected
    assert ("<a " in shown(source)) == (visibility == Visibility.PUBLIC)
    assert ("person:ada" in shown(source)) is False


def test_dangling_reference_is_plain_text_and_heals():
    source = "See [the other trip](trip:oslo)."
    assert "<a" not in shown(source)
    make_trip(slug="oslo")
    assert '<a class="trip" href="/trips/oslo/">the other trip</a>' in shown(source)


def test_draft_target_is_plain_text():
    make_trip(slug="oslo", status=Status.DRAFT)
    assert "<a" not in shown("See [the other trip](trip:oslo).")


def test_every_kind_leads_somewhere():
    trip = make_trip(slug="oslo")
    day = make_day(trip, body="[King Taco](place:king-taco)")
    make_talk(day, slug="boot")
    make_event(trip, slug="nixcon")
    make_place("King Taco")
    html = shown("[a](trip:oslo) [b](talk:boot) [c](event:nixcon) [d](place:king-taco)")
    assert [part.split('"')[0] for part in html.split('href="')[1:]] == [
        "/trips/oslo/",
        "/talks/boot/",
        "/events/nixcon/",
        "/places/king-taco/",
    ]


def test_old_slugs_still_lead_there():
    person = make_person("Ada")
    trip = make_trip(slug="oslo")
    person.slug, trip.slug = "ada-king", "norway"
    person.save()
    trip.save()
    assert FormerSlug.objects.get().slug == "ada"
    assert RetiredSlug.objects.get().slug == "oslo"
    html = shown("[Ada](person:ada), [Oslo](trip:oslo)")
    assert 'href="/people/ada-king/"' in html
    assert 'href="/trips/norway/"' in html


def test_figure_is_a_figure_of_its_own():
    trip = make_trip()
    make_figure(trip, name="stage", title="The stage", caption="With [Ada](person:ada)", alt="Lights")
    make_person("Ada")
    html = shown("Words before ![](figure:stage) and after.\n\n![](figure:stage)", trip)
    assert html.count("<figure") == 2
    assert 'alt="Lights"' in html
    assert 'With <a class="person" href="/people/ada/">Ada</a>' in html
    assert "</p><figure" in html.replace("\n", "").replace("  ", "")


def test_figure_shown_again_has_one_anchor_on_its_page():
    trip = make_trip()
    make_figure(trip, name="stage")
    targets = Targets.for_texts([], trip)
    seen: set[str] = set()
    pages = [render("![](figure:stage)\n\n![](figure:stage)", targets, shown=seen) for _ in range(2)]
    assert "".join(pages).count("<figure") == 4
    assert "".join(pages).count('id="figure-stage"') == 1


def test_figures_side_by_side():
    trip = make_trip()
    make_figure(trip, name="one")
    make_figure(trip, name="two")
    html = shown("![](figure:one)\n![](figure:two)", trip)
    assert '<div class="figure-row">' in html
    assert html.count("<figure") == 2


def test_figure_that_shows_a_hidden_person_is_withheld():
    trip = make_trip()
    figure = make_figure(trip, name="stage")
    hidden = make_person("Ada", visibility=Visibility.HIDDEN)
    figure.people.add(hidden)
    assert "<figure" not in shown("![](figure:stage)", trip)
    hidden.figures_withheld = False
    hidden.save()
    assert "<figure" in shown("![](figure:stage)", trip)


def test_unknown_figure_leaves_nothing():
    assert shown("Before.\n\n![](figure:nowhere)\n\nAfter.", make_trip()).count("img") == 0


def test_picture_from_elsewhere_is_linked_not_fetched():
    html = shown("![A map](https://maps.example/a.png)")
    assert '<a class="remote" href="https://maps.example/a.png">A map</a>' in html
    assert "<img" not in html


def test_anchors_are_of_their_section():
    html = render("# Day\n\nWords.[^1]\n\n[^1]: Note.", Targets(), section="day-2024-03-14")
    assert 'id="day-2024-03-14-day"' in html
    assert 'href="#day-2024-03-14-fn:1"' in html
    assert 'id="day-2024-03-14-fn:1"' in html


def test_inline_has_no_paragraph_and_no_anchor():
    assert render_inline("Left: *me*", Targets()) == "Left: <em>me</em>"


def test_queries_do_not_grow_with_references(django_assert_num_queries):
    for count in (1, 3):
        names = [f"P{count}{number}" for number in range(count)]
        for name in names:
            make_person(name)
            make_place(f"X {name}")
        source = " ".join(f"[a](person:{name.lower()}) [b](place:x-{name.lower()})" for name in names)
        with django_assert_num_queries(4):
            Targets.for_texts([source])
