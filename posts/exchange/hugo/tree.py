"""Walks what is to be imported: a post, a bundle or a whole content folder. Nothing outside of it is ever opened."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from .dates import date_in_name

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mkdn"}
_OTHER_FORMATS = {".org": "Org mode", ".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".rst": "reStructuredText"}
_SKIPPED_FOLDERS = {"node_modules", "resources", "public", "themes", "layouts", "archetypes", "_site"}
# A site's own parts beside its content; pictures with absolute addresses lie here.
_STATIC = ("static", "assets", "")


class TreeError(Exception):
    """The path to import is unusable; the message says why and what to do."""


@dataclass(frozen=True)
class Post:
    """A Markdown file. `source` is its stable key; `folder` is where its relative pictures are looked for.

    One that was made of another format has its `content`, and the `remarks` of whoever made it, instead of a file.
    """

    path: Path
    source: PurePosixPath
    folder: Path
    kind: Literal["leaf", "branch", "single", "jekyll"]
    content: bytes | None = None
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last folder's or file's name, as a link to this post spells it."""
        name = self.source.parent.name if self.kind in ("leaf", "branch") else self.source.stem
        return name[11:] if self.kind == "jekyll" and date_in_name(name) else name

    @property
    def group(self) -> PurePosixPath:
        """The folder that holds this post among others."""
        return self.source.parent.parent if self.kind == "leaf" else self.source.parent


@dataclass
class Tree:
    """`root` bounds what may be read; `base` is the folder that source keys are relative to; `notes` are told."""

    root: Path
    base: Path
    posts: list[Post] = field(default_factory=list)
    sections: dict[PurePosixPath, Post] = field(default_factory=dict)  # folder -> its _index.md
    problems: list[tuple[str, str]] = field(default_factory=list)  # file, why it was left out
    notes: list[str] = field(default_factory=list)

    def locate(self, address: str, folder: Path) -> Path | None:
        """Return the file inside the tree that a relative or absolute address names.

        Raises PermissionError when the address leads outside.
        """
        if address.startswith("/"):
            places = [self.base, self.root, *(self.root / name for name in _STATIC), self.root / "content"]
            candidates = [place / address.lstrip("/") for place in places]
        else:
            candidates = [folder / address]
        outside = False
        for candidate in candidates:
            plain = Path(os.path.normpath(candidate))
            if not plain.is_relative_to(self.root):
                outside = True
                continue
            try:
                if not plain.is_file():
                    continue
                real = plain.resolve()
            except (OSError, ValueError):
                continue
            if not real.is_relative_to(self.root):
                outside = True
                continue
            return real
        if outside:
            raise PermissionError(address)
        return None


def read_tree(path: Path) -> Tree:
    """Find the posts of a file or folder, in the order of their paths. Raises TreeError."""
    path = path.expanduser().absolute()
    if not path.exists():
        raise TreeError(f"{path}: no such file or folder")
    if path.is_file():
        if path.suffix.lower() not in MARKDOWN:
            raise TreeError(f"{path}: not a Markdown file; give a .md file, a bundle's folder or a content folder")
        file = path.resolve()
        tree = _tree(file.parent, file.stem.lower() == "index")
        tree.posts = [_post(tree, file)]
        return tree
    if not path.is_dir():
        raise TreeError(f"{path}: neither a file nor a folder")
    tree = _tree(path, any(_is_index(entry) for entry in _entries(path, [])))
    for file in _walk(tree, tree.root):
        post = _post(tree, file)
        if post.kind == "branch":
            tree.sections[post.source.parent] = post
        else:
            tree.posts.append(post)
    if not tree.posts and not tree.problems:
        raise TreeError(f"{path}: no Markdown posts in this folder")
    return tree


def _tree(folder: Path, is_bundle: bool) -> Tree:
    """Keys are relative to the nearest folder called `content`, so that a post keeps its key however it is given."""
    root = folder.resolve()
    content = next((parent for parent in (root, *root.parents) if parent.name == "content"), None)
    if content is None and (root / "content").is_dir():
        content = root / "content"
    return Tree(root, content or (root.parent if is_bundle else root))


def _is_index(path: Path) -> bool:
    return path.suffix.lower() in MARKDOWN and path.stem.lower() == "index"


def _entries(folder: Path, problems: list[tuple[str, str]]) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        problems.append((str(folder), f"cannot be read: {error.strerror}"))
        return []


def _walk(tree: Tree, root: Path) -> Iterator[Path]:
    """Yield Markdown files; links to folders are not followed (what they point to inside is met by itself)."""
    pending = [root]
    while pending:
        folder = pending.pop()
        entries = _entries(folder, tree.problems)
        files = [entry for entry in entries if not entry.name.startswith(".") and _is_post_file(tree, entry)]
        in_bundle = any(_is_index(entry) for entry in files)
        for entry in files:
            if not in_bundle or _is_index(entry):
                yield entry
        folders = [entry for entry in entries if not entry.is_symlink() and entry.is_dir()]
        pending += [
            entry
            for entry in reversed(folders)
            if not entry.name.startswith(".") and not (entry.name in _SKIPPED_FOLDERS and entry.parent == tree.root)
        ]


def _is_post_file(tree: Tree, entry: Path) -> bool:
    suffix = entry.suffix.lower()
    if suffix in _OTHER_FORMATS and entry.is_file() and not entry.is_symlink():
        where = entry.relative_to(tree.root).as_posix()
        tree.problems.append((where, f"{_OTHER_FORMATS[suffix]} is not read; convert it to Markdown first"))
        return False
    if suffix not in MARKDOWN:
        return False
    where = entry.relative_to(tree.root).as_posix()
    if (spelled := where.encode("utf-8", "replace").decode()) != where:
        tree.problems.append((spelled, "its name is not UTF-8; rename the file"))
        return False
    try:
        if not entry.is_file():
            if entry.is_symlink():
                tree.problems.append((where, "a symbolic link that leads nowhere, or in a circle; not read"))
            return False
        if not entry.resolve().is_relative_to(tree.root):
            tree.problems.append((where, "a symbolic link that leads outside the imported folder; not read"))
            return False
    except (OSError, RuntimeError):
        tree.problems.append((where, "a symbolic link that leads in a circle; not read"))
        return False
    return not (entry.is_symlink() and entry.resolve() != entry)


def _post(tree: Tree, path: Path) -> Post:
    base = tree.base if path.is_relative_to(tree.base) else tree.root
    source = PurePosixPath(path.relative_to(base).as_posix())
    stem = path.stem.lower()
    if stem == "index":
        return Post(path, source, path.parent, "leaf")
    if stem == "_index":
        return Post(path, source, path.parent, "branch")
    is_jekyll = "_posts" in source.parts or "_drafts" in source.parts
    return Post(path, source, path.parent, "jekyll" if is_jekyll else "single")
