"""Folders of Jekyll and of Zola, which lie, link and call otherwise than Hugo's."""

import pytest

from posts.exchange.hugo.read import read

from .writing import write, write_pictures


@pytest.fixture
def jekyll(tmp_path):
    write(tmp_path / "_posts" / "2024-05-20-utrecht.md", "Text.", "title: Utrecht\ncategories: rain")
    write(
        tmp_path / "travel" / "_posts" / "2023-05-01-ghent.md", "Text.", "title: Ghent\npermalink: /trips/ghent-2023/"
    )
    write(tmp_path / "_drafts" / "idea.md", "Text.", "title: Idea")
    return tmp_path


def trips(path):
    reading = read(path)
    assert [str(problem) for problem in reading.problems] == []
    return {trip.trip.slug: trip for trip in reading.trips}


def test_jekyll_takes_categories_and_drafts_from_where_a_file_lies(jekyll):
    found = trips(jekyll)
    assert {slug: (trip.published, trip.trip.categories) for slug, trip in found.items()} == {
        "utrecht": (True, ["rain"]),
        "ghent": (True, ["travel"]),
        "idea": (False, []),
    }
    assert str(found["utrecht"].trip.starts_on) == "2024-05-20"


@pytest.mark.parametrize(
    "target",
    [
        "{% post_url 2023-05-01-ghent %}",
        "{{ site.baseurl }}{% post_url 2023-05-01-ghent %}",
        "{{ site.url }}{{ site.baseurl }}/trips/ghent-2023/",
        "{{ '/trips/ghent-2023/' | relative_url }}",
        "/trips/ghent-2023",
        "/2023/05/01/ghent.html",
        "/2023/05/01/ghent/",
    ],
)
def test_jekyll_post_is_linked_by_its_file_its_permalink_and_its_date(jekyll, target):
    write(jekyll / "_posts" / "2024-06-01-link.md", f"See [Ghent]({target}).", "title: Link")
    assert trips(jekyll)["link"].trip.days[0].body == "See [Ghent](trip:ghent)."


def test_include_is_kept_and_told(jekyll):
    write(jekyll / "_posts" / "2024-06-01-link.md", "{% include map.html id=3 %}\n", "title: Link")
    trip = trips(jekyll)["link"]
    assert trip.trip.days[0].body == "{% include map.html id=3 %}"
    assert any("{% include %} is kept shown as written" in words for words in trip.report.warnings)


def zola(tmp_path, body):
    content = tmp_path / "content"
    write(content / "blog" / "_index.md", "", 'title = "Blog"', "+++")
    write(content / "blog" / "ghent" / "index.md", "Text.", 'title = "Ghent"\npath = "trips/g"', "+++")
    matter = 'title = "U"\ndate = 2024-05-20\n[taxonomies]\ntags = ["Rain"]\n[extra]\nlocation = "Utrecht"'
    write(content / "blog" / "utrecht" / "index.md", body, matter, "+++")
    write_pictures(content / "blog" / "utrecht", "a.jpg")
    return trips(tmp_path)["utrecht"]


def test_zola_tells_taxonomies_and_extra_in_tables(tmp_path):
    trip = zola(tmp_path, "Text.").trip
    assert (trip.tags, trip.location, str(trip.starts_on)) == (["Rain"], "Utrecht", "2024-05-20")


@pytest.mark.parametrize("target", ["@/blog/ghent/index.md", "@/blog/ghent/index.md#rain", "/trips/g/"])
def test_zola_post_is_linked_by_its_file_and_its_path(tmp_path, target):
    assert zola(tmp_path, f"See [there]({target}).").trip.days[0].body == "See [there](trip:ghent)."


@pytest.mark.parametrize(
    "call",
    [
        '{{ figure(src="a.jpg", alt="A", caption="B \\"C\\"") }}',
        "{{figure(src='a.jpg',alt='A',caption=`B \"C\"`,)}}",
        '{{\n  figure(\n    src="a.jpg",\n    alt="A",\n    caption="B \\"C\\"",\n    width=300\n  )\n}}',
    ],
)
def test_zola_figure_is_a_figure(tmp_path, call):
    trip = zola(tmp_path, call)
    [figure] = trip.trip.figures
    assert (trip.trip.days[0].body, figure.alt, figure.caption) == ("![](figure:a)", "A", 'B "C"')
    assert [path.name for path in trip.pictures.values()] == ["a.jpg"]


@pytest.mark.parametrize(
    ("body", "expected", "told"),
    [
        ('{{ youtube(id="x") }}', "[Video on YouTube](https://www.youtube.com/watch?v=x)", ""),
        ('{{ chart(of="x") }}', '`{{ chart(of="x") }}`', "unknown shortcode, shown as written"),
        ('`{{ chart(of="x") }}`', '`{{ chart(of="x") }}`', ""),
        ("{{ call me }} {{ f( }}", "{{ call me }} {{ f( }}", ""),
        ('{% quote(by="A") %}\nB\n{% end %}', '{% quote(by="A") %}\nB\n{% end %}', "{% quote %} is kept"),
    ],
)
def test_zola_calls_are_converted_or_kept_and_told(tmp_path, body, expected, told):
    trip = zola(tmp_path, body)
    assert trip.trip.days[0].body == expected
    assert any(told in words for words in trip.report.warnings)
    if not told:
        assert not any("as written" in words for words in trip.report.warnings)
