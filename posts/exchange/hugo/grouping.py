"""Which posts make a trip together: each by itself, those of a folder, or those of a taxonomy's term."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from .posts import ReadPost
from .references import slug_of
from .tree import Post, Tree, TreeError

ReadPage = Callable[[Post], ReadPost | None]


@dataclass
class Group:
    """The posts of one trip in the order of their dates; `lead` is the page of the folder or term they belong to."""

    source: str
    name: str
    parent: str
    posts: list[ReadPost]
    lead: ReadPost | None = None

    @property
    def everyone(self) -> list[ReadPost]:
        return [*([self.lead] if self.lead else []), *self.posts]


def taxonomy_of(trip_per: str) -> str | None:
    """Return the taxonomy's name in lower case, None for `post` and `folder`. Raises TreeError."""
    if trip_per in ("post", "folder"):
        return None
    kind, _, name = trip_per.partition(":")
    if kind != "taxonomy" or not name:
        raise TreeError(f"--trip-per {trip_per}: give post, folder, or taxonomy:NAME such as taxonomy:journeys")
    return name.lower()


def group(posts: Sequence[ReadPost], tree: Tree, trip_per: str, read_page: ReadPage) -> tuple[list[Group], list[str]]:
    """Return the groups, and notes on posts that belong to none."""
    if trip_per == "post":
        return [_alone(one) for one in posts], []
    taxonomy = taxonomy_of(trip_per)
    groups: dict[str, Group] = {}
    notes: list[str] = []
    for one in posts:
        new = _of_folder(one, tree) if taxonomy is None else _of_term(one, taxonomy)
        if new is None:
            notes.append(f"{one.post.source}: belongs to no {taxonomy}; not imported")
            continue
        if new.source not in groups:
            page = tree.sections.get(one.post.group) if taxonomy is None else _page_of_term(new, taxonomy, tree)
            new.lead = read_page(page) if page else None
            new.name = new.lead.facts.slug or new.name if new.lead else new.name
            groups[new.source] = new
        groups[new.source].posts.append(one)
    for each in groups.values():
        each.posts.sort(key=lambda one: (str(one.posted or "9999"), one.post.source))
    return list(groups.values()), notes


def _alone(one: ReadPost) -> Group:
    source = one.post.source
    parent = source.parent.parent.name if one.post.kind == "leaf" else source.parent.name
    return Group(source.as_posix(), one.facts.slug or one.post.name, parent, [one])


def _of_folder(one: ReadPost, tree: Tree) -> Group:
    folder = one.post.group
    if folder != PurePosixPath("."):
        return Group(folder.as_posix(), folder.name, folder.parent.name, [])
    if tree.base == tree.root and tree.base.name != "content":  # the folder given is the trip
        return Group(tree.base.name, tree.base.name, "", [])
    alone = _alone(one)
    alone.posts = []
    return alone


def _of_term(one: ReadPost, taxonomy: str) -> Group | None:
    if not one.taxonomy_terms:
        return None
    term, *others = one.taxonomy_terms
    if others:
        one.remarks.append(f"{one.post.source}: belongs to {', '.join(one.taxonomy_terms)}; it went into {term}")
    return Group(f"taxonomy:{taxonomy}/{slug_of(term)}", term, taxonomy, [])


def _page_of_term(group: Group, taxonomy: str, tree: Tree) -> Post | None:
    for folder, page in tree.sections.items():
        is_taxonomy = folder.parent.name.lower().rstrip("s") == taxonomy.rstrip("s")
        if is_taxonomy and slug_of(folder.name) == slug_of(group.name):
            return page
    return None
