import datetime
import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from posts.exchange.hugo.read import read
from posts.exchange.hugo.tree import TreeError
from posts.exchange.hugo_import import import_hugo
from posts.exchange.review import bring, look
from posts.exchange.wordpress.tree import read_tree
from posts.models import Status, Trip
from tests.factories import make_owner

from .exports import attachment, export, item, write

TERMS = (
    '<category domain="category" nicename="travel"><![CDATA[Travel]]></category>'
    '<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>'
    '<category domain="post_tag" nicename="ice"><![CDATA[Ice &amp; snow]]></category>'
)
THUMBNAIL = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>"


def trips(path):
    reading = read(read_tree(path))
    assert [str(problem) for problem in reading.problems] == []
    return reading.trips


def test_post_becomes_a_trip_with_its_days(tmp_path):
    body = """<!-- wp:heading --><h2>Friday</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>With <a href="https://github.com/iquell">Ines Quell</a>, by <i>train</i>.</p>
<!-- /wp:paragraph -->
<!-- wp:heading --><h2>Saturday</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>Rain.</p><!-- /wp:paragraph -->"""
    path = write(tmp_path, item(1, body, title="Three days", post_name="three-days", extra=TERMS))
    [found] = trips(path)
    trip = found.trip
    assert (trip.title, trip.slug, trip.language) == ("Three days", "three-days", "en-GB")
    assert (trip.categories, trip.tags) == (["Travel"], ["Ice & snow"])
    assert trip.published_at == datetime.datetime(2024, 5, 20, 19, tzinfo=datetime.UTC)
    assert trip.updated_at == datetime.datetime(2024, 5, 21, 10, tzinfo=datetime.UTC)
    assert [(str(day.date), day.title, day.body) for day in trip.days] == [
        ("2024-05-17", "Friday", "With [Ines Quell](person:ines-quell), by *train*."),
        ("2024-05-18", "Saturday", "Rain."),
    ]
    assert found.published
    assert found.source == "blog.example/posts/three-days.md"


def test_pictures_beside_the_export_are_found_in_full_size_and_others_stay_remote(tmp_path):
    up = "https://blog.example/wp-content/uploads/2024/05"
    body = f"""<figure><img src="{up}/a-300x200.jpg"/><figcaption>Ice</figcaption></figure>

[gallery ids="7"]

<img src="{up}/gone.jpg"> <img src="https://else.example/x.jpg">"""
    path = write(
        tmp_path,
        item(1, body, extra=THUMBNAIL),
        attachment(7, "2024/05/b.jpg", "Two boats"),
        pictures=("wp-content/uploads/2024/05/a.jpg", "uploads/2024/05/b.jpg"),
    )
    [found] = trips(path)
    assert [(figure.name, figure.caption, figure.remote_url) for figure in found.trip.figures] == [
        ("a", "Ice", ""),
        ("b", "", ""),
        ("gone", "", f"{up}/gone.jpg"),
        ("x", "", "https://else.example/x.jpg"),
    ]
    assert sorted(picture.name for picture in found.pictures.values()) == ["a.jpg", "b.jpg"]
    assert found.trip.cover == "b"


@pytest.mark.parametrize(
    "src", ["/wp-content/uploads/../../secret.jpg", "/wp-content/uploads/%2e%2e/%2e%2e/secret.jpg"]
)
def test_nothing_outside_the_folder_is_read(tmp_path, src):
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    path = write(tmp_path / "in", item(1, f'<img src="https://blog.example{src}">'))
    assert trips(path)[0].pictures == {}


def test_links_between_posts_are_references(tmp_path):
    body = (
        'See <a href="https://blog.example/2024/05/second/#rain">there</a>, <a href="/?p=2">here</a> and '
        '<a href="http://www.blog.example/2024/05/second">again</a>.'
    )
    first, second = trips(write(tmp_path, item(1, body), item(2, post_name="second")))
    assert first.trip.days[0].body == "See [there](trip:second), [here](trip:second) and [again](trip:second)."
    assert second.trip.slug == "second"


def test_drafts_stay_drafts_and_the_rest_is_told(tmp_path):
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_type>comment</wp:comment_type></wp:comment>"
    path = write(
        tmp_path,
        item(1, status="draft", post_name="", post_date_gmt="0000-00-00 00:00:00"),
        item(2, post_password="x", extra=comment),
        item(3, status="trash"),
        item(4, post_type="nav_menu_item"),
        item(5, post_type="page", extra='<category domain="series"><![CDATA[North]]></category>'),
        authors=("ada", "bo"),
    )
    reading = read(read_tree(path))
    assert [(found.source, found.published) for found in reading.trips] == [
        ("blog.example/posts/post-1.md", False),
        ("blog.example/posts/post-2.md", False),
        ("blog.example/pages/post-5.md", True),
    ]
    assert reading.notes == [
        "1 in the trash or never saved: not imported",
        "1 of the type “nav_menu_item”: not imported",
    ]
    assert reading.trips[0].trip.starts_on == datetime.date(2024, 5, 20)
    warnings = [words for found in reading.trips for words in found.report.warnings]
    for told in ("1 comment is not taken over", "it has a password there", "author = Ada", "terms = series: North"):
        assert any(told in words for words in warnings), told


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE rss [<!ENTITY a "x">]><rss>&a;</rss>', "refused: it has a document type"),
        (b'<!DOCTYPE rss SYSTEM "https://attacker.example/x.dtd"><rss/>', "refused: it has a document type"),
        (b"<rss><channel></channel></rss>", "no WordPress export"),
        (b"<feed/>", "no WordPress export"),
        (b"<rss>\n<channel>", "line 2, column 10: not valid XML"),
        (b"", "not valid XML"),
        (export(), "no posts and no pages in this export"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path, data, message):
    path = tmp_path / "blog.xml"
    path.write_bytes(data)
    with pytest.raises(TreeError, match=message):
        read_tree(path)


def test_address_of_the_blog_that_is_none_does_no_harm(tmp_path):
    path = tmp_path / "blog.xml"
    path.write_bytes(export(item()).replace(b"https://blog.example<", b"https://[blog<"))
    assert [found.trip.title for found in trips(path)] == ["Post 1"]


def test_control_characters_that_wordpress_lets_in_do_no_harm(tmp_path):
    [found] = trips(write(tmp_path, item(1, "A\x0b\x00B")))
    assert found.trip.days[0].body == "AB"


def test_html_nested_without_end_is_named_and_the_others_go_in(tmp_path):
    reading = read(read_tree(write(tmp_path, item(1, "<div>" * 5000), item(2))))
    assert [str(problem) for problem in reading.problems] == [
        "blog.example/posts/post-1.md: its HTML is nested too deeply; post skipped"
    ]
    assert [found.trip.slug for found in reading.trips] == ["post-2"]


@pytest.mark.django_db
def test_second_run_changes_nothing_and_what_was_edited_stays(tmp_path):
    path = write(tmp_path, item(1), item(2))
    assert import_hugo(read_tree(path)).created == 2
    again = import_hugo(read_tree(path))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    day = Trip.objects.get(slug="post-1").days.get()
    day.body = "Mine."
    day.save()
    write(tmp_path, item(1, "Changed."), item(2, "Changed."))
    changed = import_hugo(read_tree(path))
    assert (changed.updated, changed.skipped) == (1, 1)
    day.refresh_from_db()
    assert day.body == "Mine."


@pytest.mark.django_db
def test_command_publishes_what_was_public_and_tells_what_is_wrong(tmp_path, capsys):
    path = write(tmp_path, item(1), item(2, status="draft"))
    call_command("import_wordpress", path, publish=True, verbosity=0)
    assert dict(Trip.objects.values_list("slug", "status")) == {"post-1": Status.PUBLISHED, "post-2": Status.DRAFT}
    with pytest.raises(CommandError, match=r"^import_wordpress: .*none.xml: No such file or directory$"):
        call_command("import_wordpress", tmp_path / "none.xml")


@pytest.mark.django_db
@pytest.mark.parametrize("as_zip", [False, True])
def test_export_is_looked_over_in_the_browser_as_the_command_reads_it(tmp_path, as_zip):
    path = write(
        tmp_path / "blog",
        item(1, '<img src="https://blog.example/wp-content/uploads/a.jpg">'),
        pictures=("wp-content/uploads/a.jpg",),
    )
    if as_zip:
        path = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "blog"))
    review = bring(path.name, ContentFile(path.read_bytes()), make_owner())
    [found] = look(review).trips
    assert (found.fate, found.read.source) == ("created", "blog.example/posts/post-1.md")
    assert len(found.read.pictures) == as_zip
