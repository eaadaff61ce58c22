"""Reads a folder of posts into trips of the border shape, without a database: `read(path)`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from .corrections import correct_days
from .decisions import Decisions
from .grouping import Group, group, taxonomy_of
from .known import Known
from .own_addresses import addresses_of
from .passages import Cast, recognise_again
from .posts import PostError, ReadPost, read_post
from .recognition import Likeness, name_people
from .references import slug_of
from .report import Problem
from .restoring import restore
from .tree import Post, Tree, read_tree
from .trips import ReadTrip, assemble

Progress = Callable[[int, int, str], None]


@dataclass
class Reading:
    """The trips of a run in the order of their sources, and the files that could not be read."""

    trips: list[ReadTrip] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)


def read(
    path: Path | Tree,
    trip_per: str = "post",
    known: Known | None = None,
    progress: Progress | None = None,
    decisions: Decisions | None = None,
) -> Reading:
    """Read every trip below a path, or of a tree of posts found otherwise.

    `trip_per` is `post`, `folder` or `taxonomy:NAME`; `known` is what the log holds.

    Raises TreeError.
    """
    known, decisions = known or Known(), decisions or Decisions()
    taxonomy = taxonomy_of(trip_per)
    tree = path if isinstance(path, Tree) else read_tree(path)
    reading = Reading(problems=[Problem(file, 0, reason) for file, reason in tree.problems])
    cast = Cast(decisions=decisions)
    cast.posts.add(tree.posts)
    for post in tree.posts:
        for address in () if post.content is not None else addresses_of(post):
            cast.posts.add_address(address, post.source)
    for source in known.trips:
        cast.posts.add_source(source)
    posts: list[ReadPost] = []
    for number, post in enumerate(tree.posts, 1):
        if progress:
            progress(number, len(tree.posts), str(post.source))
        if (one := _read_one(post, tree, cast, taxonomy, reading)) is not None:
            posts.append(one)
    groups, notes = group(posts, tree, trip_per, lambda page: _read_one(page, tree, cast, taxonomy, reading))
    reading.notes = [*tree.notes, *notes]
    for one in (one for each in groups for one in each.everyone if one.exported is None):
        for passage in one.passages:
            recognise_again(passage, cast)
    reading.likenesses = name_people(cast.people.all, known, decisions)
    cast.places.name_them(known)
    slugs = _slugs(groups, known)
    by_source = {PurePosixPath(source): trip.slug for source, trip in known.trips.items()}
    by_source |= {one.post.source: slugs[each.source] for each in groups for one in each.posts}
    for each in groups:
        try:
            trip = assemble(each.posts, each.source, slugs[each.source], cast, by_source, known, each.lead)
            restore(trip, each.posts, each.lead, known)
            correct_days(trip, decisions)
        except ValidationError as error:
            reading.problems.append(Problem(each.source, 0, f"{_first_fault(error)}; trip skipped"))
        else:
            reading.trips.append(trip)
    return reading


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _read_one(post: Post, tree: Tree, cast: Cast, taxonomy: str | None, reading: Reading) -> ReadPost | None:
    try:
        return read_post(post, tree, cast, taxonomy)
    except PostError as error:
        reading.problems.append(Problem(post.source.as_posix(), error.line, error.reason))
        return None


def _slugs(groups: Sequence[Group], known: Known) -> dict[str, str]:
    """Give each trip the slug of its folder or file, those the log knows their slug there.

    Where a slug is taken the parent folder's name is put in front.
    """
    slugs = {each.source: known.trips[each.source].slug for each in groups if each.source in known.trips}
    taken = known.trip_slugs | set(slugs.values())
    for each in groups:
        if each.source in slugs:
            continue
        slug = slug_of(each.name)
        if slug in taken and each.parent:
            slug = slug_of(f"{each.parent}-{each.name}")
        number, base = 1, slug[:90]
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        slugs[each.source] = slug
        taken.add(slug)
    return slugs
