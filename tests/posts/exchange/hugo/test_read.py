"""From files to trips: what DESIGN-like real posts hold, in small."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from posts.exchange.hugo.read import read
from posts.exchange.hugo.tree import TreeError

from .writing import MATTER, body_of, problems_of, read_one, write, write_pictures


def test_front_matter_becomes_the_trip(tmp_path):
    matter = """Title: A *plain* title
DATE: 2024-05-20T21:00:00+02:00
Description: What it was like.
categories: [Travel, travel, Conferences]
tags: ["Rust", 2024]
location: Utrecht
lang: pt_BR
timezone: Europe/Amsterdam
layout: post
weight: 3"""
    read_trip = read_one(tmp_path, "Text.", matter)
    trip = read_trip.trip
    assert (trip.title, trip.summary, trip.location) == ("A *plain* title", "What it was like.", "Utrecht")
    assert (trip.categories, trip.tags) == (["Travel", "Conferences"], ["Rust", "2024"])
    assert (trip.language, trip.time_zone) == ("pt-BR", "Europe/Amsterdam")
    assert (trip.starts_on.isoformat(), trip.published_at.isoformat()) == ("2024-05-20", "2024-05-20T19:00:00+00:00")
    assert [(day.date_source, day.kind) for day in trip.days] == [("front_matter", "day")]
    assert (
        "posts/utrecht/index.md: front matter without a place here: layout = post; weight = 3"
        in read_trip.report.warnings
    )


@pytest.mark.parametrize("value", ["a b", "[a, b]", "a, b", "\n  - a\n  - b\n  - A"])
def test_categories_of_every_shape(tmp_path, value):
    assert read_one(tmp_path, "Text.", f"{MATTER}\ncategories: {value}").trip.categories == ["a", "b"]


def test_toml_post(tmp_path):
    path = write(tmp_path / "content" / "t.md", "Text.", 'title = "T"\ndate = 2024-05-20T10:00:00-07:00', "+++")
    [trip] = read(path).trips
    assert (trip.trip.title, trip.trip.starts_on.isoformat(), trip.trip.slug) == ("T", "2024-05-20", "t")


def test_figures_of_every_spelling(tmp_path):
    body = """{{< figure src="./a.jpg" link="./a.jpg" title="T" caption="C \\"x\\"" alt="A" >}}

![Bee](b.jpg "Title")

<figure><img src="c.jpg" alt="Cee"><figcaption>A <em>fine</em> cup</figcaption></figure>

[![small](d-small.jpg)](d.jpg)

![](https://pictures.example/e.jpg)

{{< figure src="f.jpg" >}}
"""
    trip = read_one(tmp_path, body, pictures=("a.jpg", "b.jpg", "c.jpg", "d.jpg", "d-small.jpg"))
    assert trip.trip.days[0].body == "\n\n".join(f"![](figure:{name})" for name in ("a", "b", "c", "d-small", "e", "f"))
    facts = [(each["title"], each["caption"], each["alt"], each["file"]) for each in trip.report.as_json()["figures"]]
    assert facts == [
        ("T", 'C "x"', "A", "found"),
        ("Title", "", "Bee", "found"),
        ("", "A _fine_ cup", "Cee", "found"),
        ("", "", "small", "found"),
        ("", "", "", "missing"),
        ("", "", "", "missing"),
    ]
    assert [figure.link for figure in trip.trip.figures] == [""] * 6
    assert trip.trip.figures[4].remote_url == "https://pictures.example/e.jpg"
    assert sorted(path.name for path in trip.pictures.values()) == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_figures_in_lists_sentences_tables_and_galleries(tmp_path):
    body = """- one {{< figure src="a.jpg" >}} there
- {{< figure
    src="b.jpg"
  >}}

A ![](c.jpg) in a sentence.
Text

<table><tr><td><img src="d.jpg"></td><td><img src="e.jpg"></td></tr></table>

| x | y |
|---|---|
| ![](f.jpg) | z |
"""
    pictures = tuple(f"{name}.jpg" for name in "abcdef")
    assert (
        body_of(tmp_path, body, pictures=pictures)
        == """- one there

    ![](figure:a)

- ![](figure:b)

A in a sentence.
Text

![](figure:c)

![](figure:d)

![](figure:e)

| x | y |
|---|---|
| | z |

![](figure:f)"""
    )


@pytest.mark.parametrize(
    "body",
    [
        "![alt](image:7)",
        "![alt]({static}/img/x.jpg)",
        "![alt]({{ site.url }}/img/x.jpg)",
        '<img src="{{ site.baseurl }}/x.jpg" alt="x">',
        '{% include picture.html file="x.jpg" %}',
        "text ~~gone~~ ==marked== $x_1$ 日本語\u200b 🎉",
        "Term\n:   Definition\n\n*[HTML]: Hypertext",
        "<details>\n<summary>More</summary>\nText\n</details>",
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "text\n\n---\n\ntext\n\n* * *\n\ntext",
        "```go\n[Ines Quell](https://www.linkedin.com/in/quell)\n![](a.jpg)\n```",
        "`[Ines Quell](https://www.linkedin.com/in/quell)`",
        "[link][nowhere] and [1] and [x](https://a.example/(b)_c 'title')",
    ],
)
def test_what_is_not_understood_stays_as_it_is(tmp_path, body):
    assert body_of(tmp_path, body) == body


def test_template_prefix_is_read_where_the_file_is_there(tmp_path):
    write_pictures(tmp_path / "content" / "img", "x.jpg")
    assert body_of(tmp_path, "![alt]({{ site.url }}/img/x.jpg)\n\n![]({static}/img/x.jpg)") == (
        "![](figure:x)\n\n![](figure:x-2)"
    )


def test_shortcodes_are_converted_or_shown(tmp_path):
    body = """{{< youtube abc >}}

{{< gist ines 42 >}}

{{< tweet user="ines" id="7" >}}

{{< highlight go "linenos=table" >}}
x := `y`
{{< /highlight >}}

{{% details "More" %}}
Hidden
{{% /details %}}

{{<chart a="b">}}inner{{</chart>}} and {{</* figure */>}}
"""
    assert (
        body_of(tmp_path, body)
        == """[Video on YouTube](https://www.youtube.com/watch?v=abc)

[Gist on GitHub](https://gist.github.com/ines/42)

[Post on Twitter](https://twitter.com/ines/status/7)

```go
x := `y`
```

**More**

Hidden

`{{<chart a="b">}}`inner`{{</chart>}}` and `{{< figure >}}`"""
    )


def test_unknown_shortcode_is_reported_with_its_line(tmp_path):
    warnings = read_one(tmp_path, "a\n\n{{< chart x >}}").report.warnings
    assert warnings == ["posts/utrecht/index.md: line 7: unknown shortcode, shown as written: {{< chart x >}}"]


def test_embedded_pages_become_links_and_wrappers_go(tmp_path):
    body = '<iframe src="https://www.youtube.com/embed/xyz"></iframe>\n\n<div class="x">\n\n*Text*\n\n</div>\n'
    assert body_of(tmp_path, body) == "[Embedded: www.youtube.com](https://www.youtube.com/watch?v=xyz)\n\n*Text*"


def test_links_become_references(tmp_path):
    body = """With [Ines
Quell](https://www.linkedin.com/in/quell "her page") and [Tom Marn][bo] at
[Zeven](https://maps.app.goo.gl/abc), see [docs][d] and <https://a.example>.
<a href="https://github.com/inesq">Ines Quell</a> again.

[bo]: https://github.com/bomarn
[d]: https://docs.example/x "Docs"
"""
    assert (
        body_of(tmp_path, body)
        == """With [Ines Quell](person:ines-quell "her page") and [Tom Marn](person:tom-marn) at
[Zeven](place:zeven), see [docs](https://docs.example/x "Docs") and <https://a.example>.
<a href="person:ines-quell">Ines Quell</a> again."""
    )


def test_definitions_and_footnotes_reach_the_days_that_use_them(tmp_path):
    body = "On Friday[^1] [a][x].\n\n---\n\nOn Saturday[^1] [b][x].\n\n[^1]: A note\n    on two lines.\n\n[x]: https://x.example\n"
    days = [day.body for day in read_one(tmp_path, body).trip.days]
    note = "\n\n[^1]: A note\n    on two lines."
    assert days == [f"On Friday[^1] [a](https://x.example).{note}", f"On Saturday[^1] [b](https://x.example).{note}"]


def test_people_of_one_name_stay_apart_and_of_one_link_come_together(tmp_path):
    body = """My friend [Ben](https://ben-one.example) met [Ben](https://github.com/bentwo).
The talk by [Ben Oster](https://github.com/benoster) and later [Ben](http://www.github.com/BenOster/).
[Ines Quell](https://inesquell.example) is [Ines Quell](https://github.com/iquell).
"""
    read_trip = read_one(tmp_path, body)
    people = [(each.name, each.slug, each.aliases, len(each.links)) for each in read_trip.document.people]
    assert people == [
        ("Ben", "ben", [], 1),
        ("Ben", "ben-2", [], 1),
        ("Ben Oster", "ben-oster", ["Ben"], 1),
        ("Ines Quell", "ines-quell", [], 2),
    ]
    assert read_trip.trip.days[0].body.startswith("My friend [Ben](person:ben) met [Ben](person:ben-2).")


def test_people_of_a_draft_keep_their_page_to_themselves(tmp_path):
    body = "With [Ines Quell](https://github.com/iquell)."
    assert read_one(tmp_path / "a", body).document.people[0].visibility == "public"
    assert read_one(tmp_path / "b", body, f"{MATTER}\ndraft: true").document.people[0].visibility == "name"


def test_speakers_of_the_front_matter(tmp_path):
    matter = f"{MATTER}\nspeakers:\n  - name: Ines Quell\n    website: https://ines.example\n    bio: Reads dates."
    [person] = read_one(tmp_path, "Text.", matter).document.people
    assert (person.name, person.about, person.links[0].url) == ("Ines Quell", "Reads dates.", "https://ines.example")


def test_references_to_other_posts(tmp_path):
    content = tmp_path / "content"
    body = """[a]({{< ref "/posts/2023-ghent" >}}) [b]({{<relref "../2023-ghent/index.md#day">}})
[c]({{< ref
"2022-oslo/summit/index.md" >}}) [d](../2023-ghent/) [e](../gone.md) [f](/about/) {{< ref "2023-ghent" >}}
"""
    write(content / "posts" / "2024-utrecht" / "index.md", body)
    write(content / "posts" / "2023-ghent" / "index.md", "Text.", "title: G\ndate: 2023-05-20")
    ghent, utrecht = read(content).trips
    assert utrecht.trip.days[0].body == (
        "[a](trip:2023-ghent) [b](trip:2023-ghent)\n"
        "[c](trip:summit) [d](trip:2023-ghent) [e](trip:gone) [f](/about/) [2023-ghent](trip:2023-ghent)"
    )
    states = [(each["target"], each["state"]) for each in utrecht.report.as_json()["references"]]
    assert states == [
        ("/posts/2023-ghent", "resolved"),
        ("../2023-ghent/index.md#day", "resolved"),
        ("2022-oslo/summit/index.md", "dangling"),
        ("../2023-ghent/", "resolved"),
        ("../gone.md", "dangling"),
    ]
    assert ghent.trip.slug == "2023-ghent"


def test_slugs_that_collide_take_their_folder_in_front(tmp_path):
    for year in ("2022", "2023"):
        write(tmp_path / "content" / year / "summit" / "index.md", "Text.")
    assert [trip.trip.slug for trip in read(tmp_path / "content").trips] == ["summit", "2023-summit"]


def test_cover(tmp_path):
    matter = f"{MATTER}\ncover:\n  image: a.jpg\n  alt: A view"
    trip = read_one(tmp_path / "used", "![](a.jpg)", matter, ("a.jpg",)).trip
    assert (trip.cover, [(figure.name, figure.alt) for figure in trip.figures]) == ("a", [("a", "A view")])
    trip = read_one(tmp_path / "unused", "Text.", matter, ("a.jpg",)).trip
    assert (trip.cover, [(figure.name, figure.day) for figure in trip.figures]) == ("a", [("a", None)])
    missing = read_one(tmp_path / "missing", "Text.", matter)
    assert (missing.trip.cover, missing.report.warnings) == (
        None,
        ["posts/utrecht/index.md: the cover a.jpg names no file"],
    )


def test_jekyll_post(tmp_path):
    write(tmp_path / "_posts" / "2024-05-20-utrecht.md", "![](/assets/a.jpg) [x]({% post_url 2023-05-01-ghent %})",
          "title: T\nlayout: post\ncategories: a b\ntags: c d")  # fmt: skip
    write_pictures(tmp_path / "assets", "a.jpg")
    [trip] = read(tmp_path).trips
    assert (trip.trip.slug, trip.trip.categories, trip.trip.tags) == ("utrecht", ["a", "b"], ["c", "d"])
    assert [(day.date.isoformat(), day.date_source) for day in trip.trip.days] == [("2024-05-20", "file")]
    assert [figure["file"] for figure in trip.report.as_json()["figures"]] == ["found"]
    assert "[x](trip:ghent)" in trip.trip.days[0].body


def test_folder_per_trip(tmp_path):
    folder = tmp_path / "content" / "travel" / "2024-utrecht"
    write(folder / "_index.md", "All of it.", 'title: "Utrecht in May"\ndescription: Short.')
    write(folder / "second.md", "b", "title: Sitting\ndate: 2024-05-18\ntags: [x]")
    write(folder / "first.md", "a", "title: Arriving\ndate: 2024-05-17\ntags: [X, y]")
    [trip] = read(tmp_path / "content", "folder").trips
    assert (trip.source, trip.trip.slug, trip.trip.title, trip.trip.summary) == (
        "travel/2024-utrecht",
        "2024-utrecht",
        "Utrecht in May",
        "Short.",
    )
    assert [(day.kind, day.date and day.date.isoformat(), day.title, day.body) for day in trip.trip.days] == [
        ("prologue", None, "", "All of it."),
        ("day", "2024-05-17", "Arriving", "a"),
        ("day", "2024-05-18", "Sitting", "b"),
    ]
    assert trip.trip.tags == ["X", "y"]


def test_taxonomy_per_trip(tmp_path):
    content = tmp_path / "content"
    write(content / "blog" / "b.md", "b", 'title = "B"\ndate = 2024-05-18\njourneys = ["utrecht-2024"]', "+++")
    write(content / "blog" / "a.md", "a", 'title = "A"\ndate = 2024-05-17\njourneys = ["utrecht-2024"]', "+++")
    write(content / "blog" / "c.md", "c", 'title = "C"\ndate = 2024-05-19', "+++")
    write(content / "journeys" / "utrecht-2024" / "_index.md", "All.", 'title = "Utrecht"', "+++")
    reading = read(content, "taxonomy:journeys")
    [trip] = reading.trips
    assert (trip.source, trip.trip.slug, trip.trip.title) == (
        "taxonomy:journeys/utrecht-2024",
        "utrecht-2024",
        "Utrecht",
    )
    assert [day.body for day in trip.trip.days] == ["All.", "a", "b"]
    assert reading.notes == ["blog/c.md: belongs to no journeys; not imported"]


def test_bad_files_are_named_and_the_rest_is_read(tmp_path):
    content = tmp_path / "content"
    write(content / "good.md", "Text.")
    write(content / "bad.md", "Text.", "title: T\ndate: 2024-13-01")
    (content / "empty.md").write_text("")
    (content / "old.org").write_text("* Org")
    (content / "loop").symlink_to(content)
    (content / "outside.md").symlink_to("/etc/hostname")
    (content / "circle.md").symlink_to("circle.md")
    reading = read(content)
    assert [trip.source for trip in reading.trips] == ["good.md"]
    assert sorted(problems_of(reading)) == [
        'bad.md: line 3: date "2024-13-01" is not a date; trip skipped',
        "circle.md: a symbolic link that leads nowhere, or in a circle; not read",
        "empty.md: the file is empty; nothing to import",
        "old.org: Org mode is not read; convert it to Markdown first",
        "outside.md: a symbolic link that leads outside the imported folder; not read",
    ]


def test_no_picture_outside_the_folder_is_read(tmp_path):
    write_pictures(tmp_path, "secret.jpg")
    bundle = tmp_path / "content" / "posts" / "utrecht"
    bundle.mkdir(parents=True)
    (bundle / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    trip = read_one(
        tmp_path, "![](../../../secret.jpg)\n\n![](/../secret.jpg)\n\n![](link.jpg)\n\n![](../../../../etc/passwd)"
    )
    assert trip.pictures == {}
    assert [each["file"] for each in trip.report.as_json()["figures"]] == ["missing"] * 4
    assert (
        sum("leads outside the imported folder, so it was not read" in warning for warning in trip.report.warnings) == 4
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "no such file or folder"),
        ("picture.jpg", "not a Markdown file; give a .md file, a bundle's folder or a content folder"),
        ("empty", "no Markdown posts in this folder"),
    ],
)
def test_path_that_holds_no_post(tmp_path, name, message):
    (tmp_path / "empty").mkdir()
    write_pictures(tmp_path, "picture.jpg")
    with pytest.raises(TreeError) as caught:
        read(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {message}"


def test_unknown_grouping_is_refused(tmp_path):
    write(tmp_path / "a.md", "Text.")
    with pytest.raises(TreeError, match="--trip-per year: give post, folder, or taxonomy:NAME"):
        read(tmp_path, "year")


@pytest.mark.parametrize(
    "pattern",
    ["[", "![a](", "{{<", '{{< a "', "`", "<div>", '<a "', "<!--", "> ", "On Friday a.\n\n---\n\nOn Saturday b.\n\n",
     "[Ines Quell](https://github.com/iq) ![](a.jpg) [x][y] `c` _d_\n\n"],
)  # fmt: skip
def test_reading_stays_linear(tmp_path, pattern):
    """Four times the text may take about four times as long; a factor of eight, and three tries, are for noise."""
    short, long = (
        write(tmp_path / f"{size}.md", "Intro.\n\n" + pattern * (size // len(pattern))) for size in (50_000, 200_000)
    )
    assert any(processor_time(read, long) < 8 * processor_time(read, short) + 0.2 for _ in range(3))


def processor_time(function: Callable[[Path], object], path: Path) -> float:
    """Return seconds, without those that Python spends on looking for rubbish among what earlier tests left."""
    gc.disable()
    try:
        start = time.process_time()
        function(path)
        return time.process_time() - start
    finally:
        gc.enable()


def test_reference_style_link_whose_definition_is_a_shortcode_among_others(tmp_path):
    body = 'See [b], [a] and [a].\n\n[a]: {{< ref "../other/index.md" >}}\n[b]: https://pond.example/\n'
    assert body_of(tmp_path, body) == "See [b](https://pond.example/), [a](trip:other) and [a](trip:other)."


def test_long_runs_of_spaces_and_hashes_take_no_time(tmp_path):
    body = f"## Title{' ' * 20_000}x\n\n# {'# ' * 10_000}x\n\n## Saturday{' ' * 20_000}{{#sat}}\n"
    started = time.process_time()
    read_one(tmp_path, body)
    assert time.process_time() - started < 2
