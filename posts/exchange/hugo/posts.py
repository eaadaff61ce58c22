"""Reads one post: its front matter's facts, what its text holds, its sections and its pictures."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from people.links import split

from . import front_matter as front
from .addresses import describe
from .dates import date_in_name
from .days import Sections, find_sections
from .exported import PLAIN_LINKS, Exported, caption_of, read_exported, sections_of, with_references
from .fields import Facts, Speaker, read_facts, terms
from .figures import PICTURES, Picture, find_picture
from .links import named
from .passages import Cast, Passage, judge_links, read_passage
from .people import Person
from .pictures import PictureDraft, find_pictures
from .sections import Section, Source
from .tree import MARKDOWN, Post, Tree

MAX_BYTES = 64_000_000
_FOOTNOTE = re.compile(r"^\[\^([^\]\n]{1,100})\]:", re.MULTILINE)


class PostError(Exception):
    """A post cannot be read: `line` in its file (0 for the file as a whole) and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass
class ReadPost:
    """`body` is the text below the front matter."""

    post: Post
    facts: Facts
    data: bytes
    body: Passage
    body_line: int
    pictures: list[PictureDraft]
    sections: list[Section]
    posted: datetime.date | None
    posted_source: Source
    title: str
    taxonomy_terms: list[str] = field(default_factory=list)
    cover: PictureDraft | None = None
    exported: Exported | None = None
    remarks: list[str] = field(default_factory=list)
    _line_starts: list[int] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        return not self.facts.is_draft

    @property
    def passages(self) -> list[Passage]:
        """The body and those captions that hold links."""
        return [self.body, *(draft.words for draft in self.pictures if draft.words)]

    def line(self, position: int) -> int:
        """Return the line in the file for a position in the body."""
        if not self._line_starts:
            self._line_starts = [0, *(found.end() for found in re.finditer("\n", self.body.text))]
        return self.body_line + bisect_right(self._line_starts, position) - 1

    def remark(self, position: int, words: str) -> None:
        self.remarks.append(f"{self.post.source}: line {self.line(position)}: {words}")


def read_post(post: Post, tree: Tree, cast: Cast, taxonomy: str | None = None) -> ReadPost:
    """Read a post and enter whom and what it links into the cast. Raises PostError."""
    data = _bytes(post)
    text, decoding_remarks = front.decode(data)
    try:
        matter = front.parse(text)
        facts = read_facts(matter, post.kind == "jekyll", taxonomy)
    except front.FrontMatterError as error:
        raise PostError(error.line, error.reason) from error
    if post.kind == "jekyll":
        _place(post, facts)
    if not matter.body.strip() and not matter.values:
        raise PostError(0, "the file is empty; nothing to import")
    exported, map_remarks = read_exported(matter.values)
    body = read_passage(with_references(matter.body, exported) if exported else matter.body)
    if not body.text.strip() and facts.posted is None and not facts.summary:
        raise PostError(0, "there is no text below the front matter; nothing to import")
    stem = "" if post.kind in ("leaf", "branch") else post.path.stem

    def find(src: str) -> Picture:
        return find_picture(src, tree, post.folder, stem)

    drafts = find_pictures(body, find)
    pictures = [draft for draft in drafts if draft.picture.state != "strange"]
    body.kept_images = {draft.start for draft in drafts if draft.picture.state == "strange"}
    posted, posted_source = _posted(post, facts)
    found = _sections(body, exported, facts, posted, posted_source)
    title, heading_end = _title(facts, body, post)
    sections = [_without_title(section, heading_end) for section in found.sections]
    read = ReadPost(post, facts, data, body, matter.body_line, pictures, sections, posted, posted_source, title)
    if taxonomy is not None:
        named = next((matter.values[key] for key in matter.values if key.rstrip("s") == taxonomy.rstrip("s")), None)
        read.taxonomy_terms = terms(named, post.kind == "jekyll") if named else []
    read.exported = exported
    read.remarks = [
        f"{post.source}: {words}" for words in (*decoding_remarks, *facts.remarks, *map_remarks, *post.remarks)
    ]
    _remark(read, drafts, found)
    _judge(read, cast)
    _find_cover(read, find)
    _name_the_unused(read, tree)
    return read


def _place(post: Post, facts: Facts) -> None:
    """Take what Jekyll reads from where a file lies: a draft, and the folders above `_posts` as categories."""
    folders = post.source.parent.parts
    facts.is_draft = facts.is_draft or "_drafts" in folders
    above = folders[: next(number for number, name in enumerate(folders) if name in ("_posts", "_drafts"))]
    known = {category.casefold() for category in facts.categories}
    facts.categories += [name for name in above if name.casefold() not in known and not name.startswith("_")]


def _sections(
    body: Passage, exported: Exported | None, facts: Facts, posted: datetime.date | None, source: Source
) -> Sections:
    """Part a text at the headings it was exported with, or else where it says so itself."""
    if exported and (sections := sections_of(body, exported)):
        return Sections(sections)
    return find_sections(body.text, body.blocks, posted, source, facts.starts.date if facts.starts else None)


def _remark(read: ReadPost, drafts: list[PictureDraft], found: Sections) -> None:
    for draft in drafts:
        if draft.picture.state == "strange":
            read.remark(draft.start, f"the picture {draft.src[:200]} is left in the text: {draft.picture.remark}")
    for position, words in found.remarks:
        read.remark(position, words)


def _bytes(post: Post) -> bytes:
    if post.content is not None:
        return post.content
    try:
        size = post.path.stat().st_size
        if size > MAX_BYTES:
            raise PostError(0, f"the file has {size / 1e6:.0f} MB; posts of up to {MAX_BYTES / 1e6:.0f} MB are read")
        return post.path.read_bytes()
    except OSError as error:
        raise PostError(0, f"the file cannot be read: {error.strerror}") from error


def _posted(post: Post, facts: Facts) -> tuple[datetime.date | None, Source]:
    if facts.posted is not None:
        return facts.posted.date, "front_matter"
    named = date_in_name(post.source.stem) or date_in_name(post.source.parent.name if post.kind == "leaf" else "")
    return named, "file"


def _title(facts: Facts, body: Passage, post: Post) -> tuple[str, int]:
    """Return the title, and where the heading it was taken from ends (0 if it was not taken from one)."""
    if facts.title:
        return facts.title, 0
    if body.blocks and body.blocks[0].kind == "heading" and body.blocks[0].level == 1 and body.blocks[0].words:
        return re.sub(r"[*_`]", "", body.blocks[0].words), body.blocks[0].end
    return re.sub(r"[-_]+", " ", post.name).strip().capitalize() or "Untitled trip", 0


def _without_title(section: Section, heading_end: int) -> Section:
    if section.heading is not None and section.heading.end == heading_end:
        section = replace(section, heading=None)
    return replace(section, start=max(section.start, min(heading_end, section.end)))


def enter_speaker(speaker: Speaker, cast: Cast, is_public: bool) -> Person:
    """Return the person for a speaker that a front matter names."""
    url = speaker.url if split(speaker.url) else ""
    name, aliases = named(speaker.name)
    person = cast.people.add(name, aliases, url, describe(url).link_kind or "other", is_public)
    person.affiliation = person.affiliation or speaker.affiliation
    person.about = person.about or speaker.about
    return person


def _judge(read: ReadPost, cast: Cast) -> None:
    source = read.post.source
    if read.exported:
        cast = replace(cast, decisions=PLAIN_LINKS)
    for speaker in read.facts.speakers:
        enter_speaker(speaker, cast, read.is_public)
    judge_links(read.body, cast, source.parent, read.is_public)
    for draft in read.pictures:
        if read.exported:
            draft.caption = caption_of(draft.src, draft.caption, read.exported)
        if any(mark in draft.caption for mark in ("[", "<", "{{")):
            draft.words = read_passage(draft.caption)
            judge_links(draft.words, cast, source.parent, read.is_public)


def _find_cover(read: ReadPost, find: Callable[[str], Picture]) -> None:
    cover = read.facts.cover
    if cover is None:
        beside = _beside(read) if read.post.kind == "leaf" else []
        if named := [path for path in beside if re.match(r"(?:feature|cover)", path.stem, re.IGNORECASE)]:
            read.cover = PictureDraft(0, 0, named[0].name, find(named[0].name))
        return
    draft = PictureDraft(0, 0, cover.src, find(cover.src), cover.title, cover.caption, cover.alt)
    if draft.picture.state in ("found", "remote"):
        read.cover = draft
    else:
        read.remarks.append(f"{read.post.source}: the cover {cover.src} {draft.picture.remark or 'names no file'}")


def _beside(read: ReadPost) -> list[Path]:
    """Return the pictures in a bundle's folder and below, without following links."""
    found: list[Path] = []
    pending = [read.post.folder]
    while pending and len(found) < 5000:
        folder = pending.pop()
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue
        for entry in entries:
            if entry.is_symlink():
                continue
            if entry.is_dir() and not any((entry / f"index{suffix}").exists() for suffix in MARKDOWN):
                pending.append(entry)
            elif entry.suffix.lower() in PICTURES | MARKDOWN:
                found.append(entry)
    return found


def _name_the_unused(read: ReadPost, tree: Tree) -> None:
    """Report what lies in a bundle and is used nowhere."""
    if read.post.kind != "leaf":
        return
    used = {draft.picture.path for draft in (*read.pictures, *([read.cover] if read.cover else []))}
    unused = [path for path in _beside(read) if path not in used and path != read.post.path]
    for words, suffixes in (("pictures", PICTURES), ("Markdown files", MARKDOWN)):
        names = [path.relative_to(read.post.folder).as_posix() for path in unused if path.suffix.lower() in suffixes]
        if names:
            listed = ", ".join(names[:10]).encode("utf-8", "replace").decode() + (", …" if len(names) > 10 else "")
            read.remarks.append(f"{read.post.source}: {len(names)} {words} beside the post are not used: {listed}")
