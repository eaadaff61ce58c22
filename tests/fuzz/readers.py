"""What is read from outside, each as a function from bytes; what it may refuse with; what it starts from.

`share` weighs how many inputs a reader gets: those that read short things, and fast, get more.
"""

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict
from django.test import Client

from media import exif, formats
from posts.exchange import json_import
from posts.exchange.fetching import FetchError
from posts.exchange.hugo import dates, fields, front_matter, links, read
from posts.exchange.hugo.addresses import describe
from posts.exchange.hugo.passages import read_passage
from posts.exchange.hugo.posts import PostError
from posts.exchange.hugo.tree import TreeError
from posts.exchange.schedule.programme import ScheduleError
from posts.exchange.schedule.read import read as read_programme
from posts.exchange.unpacking import UnpackingError, unpack
from posts.prose.markdown import to_html
from posts.prose.references import find, text_of
from posts.search.query import parse
from posts.search.words import spans_of
from tripsite.backup.container import Backup
from tripsite.backup.manifest import BackupRefused

from . import asking, blogs, forms, samples
from .scratch import in_memory


@dataclass(frozen=True)
class Reader:
    """`read` may raise what `refuses` names; anything else is a fault of ours."""

    name: str
    read: Callable[[bytes], object]
    samples: Sequence[bytes]
    refuses: tuple[type[Exception], ...] = ()
    share: int = 1
    needs_database: bool = False


def markdown(content: bytes) -> None:
    text = content.decode(errors="replace")
    html = to_html(text)
    assert "<script" not in html.lower(), "a script came through"
    find(text)
    text_of(html)


def matter(content: bytes) -> None:
    text, _ = front_matter.decode(content)
    fields.read_facts(front_matter.parse(text), is_jekyll=len(content) % 2 == 0)


def passage(content: bytes) -> None:
    read_passage(content.decode(errors="replace"))


def post(content: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        path = Path(folder) / "content" / "posts" / "utrecht" / "index.md"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        read.read(Path(folder) / "content")


def date(content: bytes) -> None:
    text = content.decode(errors="replace")
    dates.parse_stamp(text)
    dates.find_written(text)
    dates.date_in_name(text[:200])


def link(content: bytes) -> None:
    text = content.decode(errors="replace")
    words, _, url = text.partition("](")
    describe(url)
    links.classify(words[:500], url[:2000], before=text[:80], after=text[-80:])


def programme(content: bytes) -> None:
    read_programme(content, "Europe/Amsterdam")


def zipped(content: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        unpack(io.BytesIO(content), "trip.zip", Path(folder) / "unpacked")
        outside = [path for path in Path(folder).iterdir() if path.name != "unpacked"]
        assert not outside, f"unpacked outside of its folder: {outside}"


def picture(content: bytes) -> None:
    stream = io.BytesIO(content)
    kind = formats.recognise(stream)
    image = formats.open_picture(stream, kind)
    exif.read(image)
    exif.transposition(image)
    formats.decode(image, kind, stream, (48, 48))


def document(content: bytes) -> None:
    json_import.read(content)


def loaded_document(content: bytes) -> None:
    json_import.import_json(content, dry_run=True)


def backup(content: bytes) -> None:
    for _ in Backup(io.BytesIO(content)).verify():
        pass


def words(content: bytes) -> None:
    text = content.decode(errors="replace")
    parse(text)
    list(spans_of(text))


def search(content: bytes) -> None:
    _answered("/search/", "q", content)


def address(content: bytes) -> None:
    """Ask a page with a query string of any bytes."""
    for path in ("/talks/", "/", "/search/"):
        response = Client().generic("GET", path, QUERY_STRING=content.decode("latin-1"))
        assert response.status_code < 500, f"{path}: {response.status_code}"


def since(content: bytes) -> None:
    _answered("/export.json", "since", content)


def _answered(path: str, name: str, content: bytes) -> None:
    asked = QueryDict(mutable=True)
    asked[name] = content.decode(errors="replace")
    response = Client().get(f"{path}?{asked.urlencode()}")
    assert response.status_code < 500, response.status_code
    for _ in response:
        pass


def readers() -> list[Reader]:
    """Return all of them, their samples made."""
    markdowns = (samples.TEXT, samples.POST.partition(b"---\n")[2])
    return [
        Reader("Markdown", markdown, markdowns),
        Reader(
            "front matter",
            matter,
            (samples.POST[:250] + b"---\n", samples.TOML_POST),
            (front_matter.FrontMatterError,),
            4,
        ),
        Reader("shortcodes and links", passage, (samples.POST, samples.TOML_POST, samples.TEXT), (), 2),
        Reader("a whole post", post, (samples.POST, samples.TOML_POST), (TreeError, PostError), 1),
        Reader("posts of Jekyll and Zola", blogs.post, (blogs.JEKYLL, blogs.ZOLA), (TreeError, PostError)),
        Reader("WordPress exports", blogs.export, (blogs.EXPORT,), (TreeError,)),
        Reader("WordPress texts", blogs.markup, (blogs.CONTENT.encode(), blogs.CLASSIC.encode()), (RecursionError,), 2),
        Reader("answers to a fetch", blogs.fetched, (*blogs.ANSWERS, *blogs.ADDRESSES), (FetchError,), 6),
        Reader("dates", date, (*samples.FIELDS[:2], b"Fri, 17 May 2024", b"2017-08-23 13:30:14 -0300"), (), 12),
        Reader(
            "kinds of links",
            link,
            (b"Ada Example](https://ada.example/", b"Soup](https://maps.google.com/?q=52.1,5.1"),
            (),
            12,
        ),
        Reader("programmes", programme, samples.programmes(), (ScheduleError,), 4),
        Reader("zips", zipped, (samples.archive(),), (UnpackingError,), 2),
        Reader("pictures", picture, samples.small_pictures(), (formats.Unreadable,), 6),
        Reader("JSON documents", document, samples.documents(), (json_import.DocumentRefused,), 6),
        Reader("backups", backup, (samples.backup(),), (BackupRefused,), 4),
        Reader("search queries", words, samples.QUERIES, (), 12),
        Reader("searching", search, samples.QUERIES, needs_database=True),
        Reader("query strings", address, samples.ADDRESSES, needs_database=True),
        Reader("changes since", since, samples.ADDRESSES, needs_database=True),
        Reader("documents loaded", loaded_document, samples.documents(), needs_database=True),
        Reader("requests of the desk", asking.of_the_desk, asking.OF_THE_DESK, needs_database=True),
        Reader("requests of readers", asking.of_readers, asking.OF_READERS, needs_database=True),
        Reader("admin fields", forms.submit, samples.FIELDS, needs_database=True),
    ]
