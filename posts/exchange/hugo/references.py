"""References from one post to another: `ref` and `relref`, relative links to files, Jekyll's `post_url`."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.text import slugify

from .dates import date_in_name
from .shortcodes import Shortcode
from .tree import MARKDOWN, Post

_LIQUID = re.compile(r"\{%-?\s*(post_url|link)\s+[\"']?([^\"'%\s]+)[\"']?\s*-?%\}(#\S*)?")
# Where a site lies, written in front of a link: Jekyll's `{{ site.baseurl }}`, Zola's `@/` for its content.
_OF_THE_SITE = re.compile(r"^(?:\{\{-?\s*site\.(?:url|baseurl)\s*-?\}\})+|^@(?=/)")
_FILTERED = re.compile(r"^\{\{-?\s*[\"']([^\"']+)[\"']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}$")
_WORDED_ANCHOR = re.compile(r"[\w.:-]{1,50}")


@dataclass(frozen=True)
class Target:
    """What a reference names: as `written`, the post's `source` if it is among those read, else a slug by rule."""

    written: str
    slug: str
    anchor: str = ""
    source: PurePosixPath | None = None
    is_this_page: bool = False


@dataclass
class KnownPosts:
    """The posts of a run, by the paths and names under which others refer to them."""

    _by_path: dict[str, PurePosixPath] = field(default_factory=dict)
    _by_name: dict[str, list[PurePosixPath]] = field(default_factory=dict)

    def add(self, posts: Iterable[Post]) -> None:
        for post in posts:
            self._by_path[_plain_path(post.source.as_posix())] = post.source
            self._by_name.setdefault(post.name, []).append(post.source)
            if post.kind == "jekyll":
                self._by_name.setdefault(post.source.stem, []).append(post.source)

    def add_address(self, address: str, source: PurePosixPath) -> None:
        """Know a post by an address of its own on the site, too."""
        self._by_path.setdefault(_plain_path(address).lstrip("/"), source)

    def add_source(self, source: str) -> None:
        """Know a post that the log holds already, by the path it came from."""
        path = PurePosixPath(source)
        self._by_path.setdefault(_plain_path(source), path)

    def find(self, path: str, folder: PurePosixPath) -> PurePosixPath | None:
        """Return the post that a path means, seen from a folder; a bare name counts where only one has it."""
        plain = _plain_path(path)
        if not path.startswith("/"):
            beside = posixpath.normpath(posixpath.join(folder.as_posix(), plain))
            if beside in self._by_path:
                return self._by_path[beside]
        if (absolute := plain.lstrip("/")) in self._by_path:
            return self._by_path[absolute]
        named = self._by_name.get(plain, []) if "/" not in plain else []
        return named[0] if len(named) == 1 else None


def _plain_path(path: str) -> str:
    """Return a path without `index.md`, extension and closing slash: what its address is made of."""
    plain = re.sub(r"(^|/)_?index(\.[a-z-]{2,10})?$", "", _without_extension(path)).rstrip("/")
    return re.sub(r"/index\.html?$", "", plain)


def _without_extension(path: str) -> str:
    stem, dot, extension = path.rpartition(".")
    return stem if dot and f".{extension.lower()}" in MARKDOWN else path


def read_target(target: str | Shortcode, folder: PurePosixPath, known: KnownPosts) -> Target | None:
    """Read a link's target; None where it leads elsewhere than to a post."""
    if isinstance(target, Shortcode):
        if target.name not in ("ref", "relref"):
            return None
        written = target.value("path", 0).strip()
        anchor = target.positional[1] if len(target.positional) > 1 and target.positional[1].startswith("#") else ""
        return _target(written + anchor, folder, known, is_certain=True)
    target = _OF_THE_SITE.sub("", _FILTERED.sub(r"\1", target.strip()))
    if liquid := _LIQUID.match(target):
        return _target(liquid[2] + (liquid[3] or ""), folder, known, is_certain=True)
    if re.match(r"[a-z][a-z0-9+.-]*:|//|\{", target, re.IGNORECASE) or not target.strip():
        return None
    return _target(unquote(target.strip()), folder, known, is_certain=False)


def _target(written: str, folder: PurePosixPath, known: KnownPosts, is_certain: bool) -> Target | None:
    path, _, anchor = written.partition("#")
    path = path.partition("?")[0]
    anchor = anchor if _WORDED_ANCHOR.fullmatch(anchor) else ""
    if not path:
        return Target(written, "", anchor, is_this_page=True) if is_certain and anchor else None
    source = known.find(path, folder)
    if source is None and not is_certain and PurePosixPath(path).suffix.lower() not in MARKDOWN:
        return None
    name = posixpath.basename(_plain_path(path)) or "home"
    if name == "..":
        name = posixpath.basename(posixpath.normpath(posixpath.join(folder.as_posix(), path))) or "home"
    return Target(written, slug_of(name, "_posts" in folder.parts), anchor, source)


def slug_of(name: str, is_jekyll: bool = False) -> str:
    """Return the slug that a post of this folder or file name gets."""
    if is_jekyll and date_in_name(name):
        name = name[11:]
    return slugify(name, allow_unicode=True)[:100].strip("-_") or "trip"
