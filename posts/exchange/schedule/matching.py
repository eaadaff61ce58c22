"""Which talk of the log a talk of the programme is: by its key, and where keys changed, by what else they share."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from posts.models import Talk

from .programme import Session

Thing = TypeVar("Thing")
_Sign = tuple[Callable[[Session], Hashable], Callable[[Talk], Hashable]]


def matched(sessions: Sequence[Session], talks: Sequence[Talk]) -> dict[str, Talk]:
    """Return the talks that are in the log already, by the key of their session."""
    by_guid = {talk.guid: talk for talk in talks if talk.guid}
    found = {session.key: by_guid[session.key] for session in sessions if session.key in by_guid}
    for of_session, of_talk in _SIGNS:
        taken = {talk.pk for talk in found.values()}
        open_sessions = _by(of_session, (session for session in sessions if session.key not in found))
        open_talks = _by(of_talk, (talk for talk in talks if talk.pk not in taken))
        for sign, (session, *others) in open_sessions.items():
            if not others and len(open_talks.get(sign, ())) == 1:
                found[session.key] = open_talks[sign][0]
    return found


def _by(sign: Callable[[Thing], Hashable], things: Iterable[Thing]) -> dict[Hashable, list[Thing]]:
    shelf: dict[Hashable, list[Thing]] = defaultdict(list)
    for thing in things:
        if (found := sign(thing)) is not None:
            shelf[found].append(thing)
    return shelf


def _is_by_title(key: str) -> bool:
    """Whether a talk has no identifier of its own: imported without one, or entered by hand."""
    return not key or key.startswith("title:")


_SIGNS: tuple[_Sign, ...] = (
    (lambda session: session.url or None, lambda talk: talk.url or None),
    (
        lambda session: session.starts_at and (session.title.casefold(), session.starts_at),
        lambda talk: talk.starts_at and (talk.title.casefold(), talk.starts_at),
    ),
    # Without a time: entered by hand, or moved where nothing but the title can tell.
    (
        lambda session: session.title.casefold() if _is_by_title(session.key) else None,
        lambda talk: talk.title.casefold() if _is_by_title(talk.guid) else None,
    ),
    (lambda session: session.title.casefold(), lambda talk: None if talk.guid else talk.title.casefold()),
)
