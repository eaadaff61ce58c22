"""A WordPress export as a tree of posts, as the reading of a folder finds them. Nothing is fetched.

Pictures are taken where they lie beside the export, in `wp-content/uploads/` as in WordPress, in `uploads/`, or by the
path below it.
"""

import datetime
import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from posts.exchange.hugo.references import slug_of
from posts.exchange.hugo.tree import Post, Tree, TreeError

from .markup import to_markdown
from .wxr import Export, ExportError, Item, read_export

MAX_SIZE = 512 * 1024 * 1024
_KINDS = ("post", "page")
_LEFT_OUT = ("trash", "auto-draft", "inherit")
_UPLOADS = "wp-content/uploads/"
_SIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)|-scaled(?=\.\w+$)")
_ROOMS = ("", "wp-content/uploads", "uploads")


def read_tree(path: Path) -> Tree:
    """Read the posts and pages of an export. Raises TreeError."""
    path = path.expanduser().absolute()
    try:
        if path.stat().st_size > MAX_SIZE:
            raise TreeError(f"{path}: larger than {MAX_SIZE // 1024 // 1024} MB; export it in parts, by year")
        export = read_export(path.read_bytes())
    except OSError as error:
        raise TreeError(f"{path}: {error.strerror}") from error
    except ExportError as error:
        raise TreeError(f"{path}: {error}") from error
    folder = path.parent.resolve()
    blog = _Blog(export, folder)
    tree = Tree(folder, folder, notes=blog.notes())
    for item in blog.items:
        try:
            tree.posts.append(blog.post(item))
        except RecursionError:
            tree.problems.append((blog.sources[item.number].as_posix(), "its HTML is nested too deeply; post skipped"))
    if not tree.posts and not tree.problems:
        raise TreeError(f"{path}: no posts and no pages in this export")
    return tree


class _Blog:
    def __init__(self, export: Export, folder: Path) -> None:
        self.export, self.folder = export, folder
        host = urlsplit(export.address).hostname or "wordpress"
        self.hosts = {host, host.removeprefix("www."), f"www.{host.removeprefix('www.')}"}
        self.base = PurePosixPath(host)
        self.items = [each for each in export.items if each.kind in _KINDS and each.status not in _LEFT_OUT]
        self.sources = dict(zip((each.number for each in self.items), self._sources(), strict=True))
        self.attachments = {each.number: each for each in export.items if each.kind == "attachment"}
        self.by_address = {key: self.sources[item.number] for item in self.items for key in self._keys(item)}

    def _sources(self) -> Iterator[PurePosixPath]:
        taken: set[str] = set()
        for item in self.items:
            name = slug_of(unquote(item.slug)) if item.slug else f"{item.kind}-{item.number}"
            source = f"{item.kind}s/{name}"
            if source in taken:
                source += f"-{item.number}"
            taken.add(source)
            yield self.base / f"{source}.md"

    def _keys(self, item: Item) -> Iterator[str]:
        """Yield the addresses under which other posts link this one."""
        for address in (item.link, item.guid):
            if key := self._key(address):
                yield key
        yield f"?p={item.number}"
        yield f"?page_id={item.number}"

    def _key(self, address: str) -> str:
        """Return an address of this blog without scheme and host; empty for any other."""
        try:
            parts = urlsplit(html.unescape(address.strip()))
        except ValueError:
            return ""
        if parts.hostname and parts.hostname.lower() not in self.hosts:
            return ""
        below = urlsplit(self.export.address).path.rstrip("/")
        path = unquote(parts.path).removeprefix(below).strip("/")
        asked = re.match(r"(?:p|page_id)=\d+", parts.query)
        return f"?{asked[0]}" if asked and not path else path

    def notes(self) -> list[str]:
        """Return what of the export is not read, by its kind."""
        counted: dict[str, int] = {}
        for item in self.export.items:
            if item.kind in _KINDS and item.status in _LEFT_OUT:
                what = "in the trash or never saved"
            elif item.kind not in (*_KINDS, "attachment"):
                what = f"of the type “{item.kind or 'none'}”"
            else:
                continue
            counted[what] = counted.get(what, 0) + 1
        return [f"{number} {what}: not imported" for what, number in sorted(counted.items())]

    def post(self, item: Item) -> Post:
        source = self.sources[item.number]
        remarks: list[str] = []
        pictures = {number: each.attachment_url for number, each in self.attachments.items()}
        body = to_markdown(item.content, pictures, self.address, remarks.append)
        if item.comments:
            what = "1 comment is" if item.comments == 1 else f"{item.comments} comments are"
            remarks.append(f"{what} not taken over: who wrote them wrote for that page")
        if item.password:
            remarks.append("it has a password there, so it comes in as a draft")
        matter = {name: value for name, value in self._matter(item).items() if value}
        text = f"{json.dumps(matter, ensure_ascii=False)}\n\n{body}"
        return Post(
            self.folder / source.name, source, self.folder, "single", text.encode("utf-8", "replace"), tuple(remarks)
        )

    def _matter(self, item: Item) -> dict[str, object]:
        told: dict[str, object] = {
            "title": html.unescape(item.title),
            "slug": slug_of(unquote(item.slug)) if item.slug else "",
            "date": _moment(item.written, item.written_gmt),
            "lastmod": _moment(item.changed_gmt, item.changed_gmt),
            "description": _words(item.excerpt),
            "categories": [html.unescape(each) for each in item.categories],
            "tags": [html.unescape(each) for each in item.tags],
            "draft": item.status != "publish" or bool(item.password),
            "language": self.export.language,
            "terms": "; ".join(item.other_terms),
        }
        if len(self.export.authors) > 1:
            told["author"] = self.export.authors.get(item.author) or item.author
        if cover := self.attachments.get(item.meta.get("_thumbnail_id", "")):
            alt = cover.meta.get("_wp_attachment_image_alt", "")
            told["cover"] = {"src": self.address(cover.attachment_url), "alt": alt, "caption": _words(cover.excerpt)}
        return told

    def address(self, written: str) -> str:
        """Return an address for the text: another post's file, a picture's beside the export, or as it was."""
        key = self._key(written)
        if not key:
            return written
        if source := self.by_address.get(key):
            return f"/{quote(source.as_posix())}"
        return self._file(key) or written

    def _file(self, key: str) -> str:
        """Return the path of an uploaded file that lies beside the export, in full size where that is there, too."""
        if _UPLOADS not in key or ".." in PurePosixPath(key).parts:
            return ""
        below = key.partition(_UPLOADS)[2]
        for name in dict.fromkeys([_SIZED.sub("", below), below]):
            for room in _ROOMS:
                if os.path.isfile(self.folder / room / name):  # noqa: PTH113 - a name may be too long for a path
                    return "/" + quote(PurePosixPath(room, name).as_posix())
        return ""


def _moment(written: str, gmt: str) -> str:
    """Return a local time with the offset that its GMT tells, or as it is; empty for what WordPress calls none."""
    try:
        local, universal = map(datetime.datetime.fromisoformat, (written, gmt))
    except ValueError:
        return written if re.match(r"[1-9]\d{3}-", written) else ""
    offset = local - universal
    if abs(offset) > datetime.timedelta(hours=15):
        return local.isoformat()
    return local.replace(tzinfo=datetime.timezone(offset)).isoformat()


def _words(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", source)).split())
