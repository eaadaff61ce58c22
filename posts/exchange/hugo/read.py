"""Reads a folder of posts into trips of the border shape, without a database: `read(path)`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .fields import terms
from .known import Known
from .passages import Cast, recognise_again
from .posts import PostError, ReadPost, read_post
from .references import slug_of
from .report import Problem
from .tree import Post, Tree, TreeError, read_tree
from .trips import ReadTrip, assemble

Progress = Callable[[int, int, str], None]


@dataclass
class Reading:
    """The trips of a run in the order of their sources, and the files that could not be read."""

    trips: list[ReadTrip] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Group:
    """The posts that make one trip, and the page of the folder or term they belong to."""

    source: str
    name: str
    parent: str
    posts: list[ReadPost]
    lead: ReadPost | None = None


def read(path: Path, trip_per: str = "post", known: Known | None = None, progress: Progress | None = None) -> Reading:
    """Read every trip below a path. `trip_per` is `post`, `folder` or `taxonomy:NAME`; `known` is what the log holds.

    Raises TreeError.
    """
    known = known or Known()
    taxonomy = taxonomy_of(trip_per)
    tree = read_tree(path)
    reading = Reading(problems=[Problem(file, 0, reason) for file, reason in tree.problems])
    cast = Cast()
    cast.posts.add(tree.posts)
    for source in known.trips:
        cast.posts.add_source(source)
    posts: list[ReadPost] = []
    for number, post in enumerate(tree.posts, 1):
        if progress:
            progress(number, len(tree.posts), str(post.source))
        if (one := _read_one(post, tree, cast, taxonomy, reading)) is not None:
            posts.append(one)
    groups = _group(posts, tree, cast, trip_per, reading)
    for one in [one for group in groups for one in (group.posts + ([group.lead] if group.lead else []))]:
        for passage in (one.body, *one.captions.values()):
            recognise_again(passage, cast.people)
    cast.people.name_them(known)
    cast.places.name_them(known)
    slugs = _slugs(groups, known)
    by_source = {PurePosixPath(source): trip.slug for source, trip in known.trips.items()}
    by_source |= {one.post.source: slugs[group.source] for group in groups for one in group.posts}
    for group in groups:
        reading.trips.append(
            assemble(group.posts, group.source, slugs[group.source], cast, by_source, known, group.lead)
        )
    return reading


def taxonomy_of(trip_per: str) -> str | None:
    """Return the taxonomy's name in lower case, None for `post` and `folder`. Raises TreeError."""
    if trip_per in ("post", "folder"):
        return None
    kind, _, name = trip_per.partition(":")
    if kind != "taxonomy" or not name:
        raise TreeError(f"--trip-per {trip_per}: give post, folder, or taxonomy:NAME such as taxonomy:journeys")
    return name.lower()


def _read_one(post: Post, tree: Tree, cast: Cast, taxonomy: str | None, reading: Reading) -> ReadPost | None:
    try:
        return read_post(post, tree, cast, taxonomy)
    except PostError as error:
        reading.problems.append(Problem(post.source.as_posix(), error.line, error.reason))
        return None


def _group(posts: Sequence[ReadPost], tree: Tree, cast: Cast, trip_per: str, reading: Reading) -> list[_Group]:
    taxonomy = taxonomy_of(trip_per)
    if trip_per == "post":
        return [_alone(one) for one in posts]
    groups: dict[str, _Group] = {}
    for one in posts:
        if taxonomy is not None:
            group = _by_term(one, taxonomy, tree, cast, groups, reading)
        else:
            group = _by_folder(one, tree, cast, groups, reading)
        if group is not None:
            group.posts.append(one)
    for group in groups.values():
        group.posts.sort(key=lambda one: (str(one.posted or "9999"), one.post.source))
    return list(groups.values())


def _alone(one: ReadPost) -> _Group:
    source = one.post.source
    name = one.facts.slug or one.post.name
    parent = source.parent.parent.name if one.post.kind == "leaf" else source.parent.name
    return _Group(source.as_posix(), name, parent, [one])


def _by_folder(one: ReadPost, tree: Tree, cast: Cast, groups: dict[str, _Group], reading: Reading) -> _Group:
    folder = one.post.group
    if folder == PurePosixPath("."):
        if tree.base.name == "content" or tree.base != tree.root:
            return groups.setdefault(
                one.post.source.as_posix(), _Group(one.post.source.as_posix(), one.post.name, "", [])
            )
    key = folder.as_posix() if folder != PurePosixPath(".") else tree.base.name
    if key not in groups:
        lead = tree.sections.get(folder)
        groups[key] = _Group(key, folder.name or tree.base.name, folder.parent.name, [])
        groups[key].lead = _read_one(lead, tree, cast, None, reading) if lead else None
        if groups[key].lead and groups[key].lead.facts.slug:
            groups[key].name = groups[key].lead.facts.slug
    return groups[key]


def _by_term(
    one: ReadPost, taxonomy: str, tree: Tree, cast: Cast, groups: dict[str, _Group], reading: Reading
) -> _Group | None:
    named = one.taxonomy_terms
    if not named:
        reading.notes.append(f"{one.post.source}: belongs to no {taxonomy}; not imported")
        return None
    term = named[0]
    if len(named) > 1:
        one.remarks.append(f"{one.post.source}: belongs to {', '.join(named)}; it went into {term}")
    slug = slug_of(term)
    key = f"taxonomy:{taxonomy}/{slug}"
    if key not in groups:
        lead = next(
            (page for folder, page in tree.sections.items() if slug_of(folder.name) == slug
             and folder.parent.name.lower().rstrip("s") == taxonomy.rstrip("s")),
            None,
        )  # fmt: skip
        groups[key] = _Group(key, term, taxonomy, [])
        groups[key].lead = _read_one(lead, tree, cast, taxonomy, reading) if lead else None
    return groups[key]


def _slugs(groups: Sequence[_Group], known: Known) -> dict[str, str]:
    """Give each trip the slug of its folder or file, those the log knows their slug there.

    Where a slug is taken the parent folder's name is put in front.
    """
    slugs = {group.source: known.trips[group.source].slug for group in groups if group.source in known.trips}
    taken = known.trip_slugs | set(slugs.values())
    for group in groups:
        if group.source in slugs:
            continue
        slug = slug_of(group.name)
        if slug in taken and group.parent:
            slug = slug_of(f"{group.parent}-{group.name}")
        number, base = 1, slug[:90]
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        slugs[group.source] = slug
        taken.add(slug)
    return slugs
