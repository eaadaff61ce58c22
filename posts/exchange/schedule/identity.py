"""What a talk and a speaker are known by from one import to the next, where a schedule's identifiers may lie."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .notes import Notes
from .programme import Session

MAX_LENGTH = 200


def candidates(guid: str, number: str, slug: str, session: Session) -> tuple[str, ...]:
    """Return what may identify a talk, the best first."""
    start = session.starts_at.isoformat() if session.starts_at else ""
    named = (guid if is_telling(guid) else "", f"id:{number}" if is_telling(number) else "", slug and f"slug:{slug}")
    words = f"title:{session.title.casefold()}"
    return *filter(None, named), f"{words}@{start}", f"{words}@{start}@{session.room}"


def is_telling(identifier: str) -> bool:
    """Whether an identifier says anything: not empty, not `0`, not the UUID of noughts."""
    return bool(identifier.strip("0-"))


def with_keys(found: Iterable[tuple[Sequence[str], Session]], notes: Notes) -> list[Session]:
    """Give each talk the best of its candidates that no other talk has; one listed twice is listed once."""
    listed = list(dict.fromkeys((tuple(names), session) for names, session in found))
    shared = Counter(name for names, _ in listed for name in set(names))
    sessions: list[Session] = []
    taken: set[str] = set()
    for names, session in listed:
        if shared[names[0]] > 1:
            notes.add(f"its identifier “{names[0][:60]}” is another talk's, too; told apart by something else")
        key = _short(next((name for name in names if shared[name] == 1), names[-1]))
        number, unique = 1, key
        while unique in taken:
            number += 1
            unique = f"{key[: MAX_LENGTH - 6]}#{number}"
        taken.add(unique)
        sessions.append(replace(session, key=unique))
    return sessions


def without_shared_keys(sessions: Iterable[Session], notes: Notes) -> list[Session]:
    """Take away the keys that differently named speakers share, such as the number 0."""
    sessions = list(sessions)
    names: dict[str, set[str]] = defaultdict(set)
    for session in sessions:
        for speaker in session.speakers:
            names[speaker.key].add(speaker.name.casefold())
    shared = {key for key, of_key in names.items() if key and len(of_key) > 1}
    for key in sorted(shared):
        notes.add(f"{len(names[key])} differently named people share the identifier “{key}”; told apart by name")
    return [_without(shared, session) for session in sessions]


def _without(keys: set[str], session: Session) -> Session:
    if not any(speaker.key in keys for speaker in session.speakers):
        return session
    speakers = (replace(each, key="") if each.key in keys else each for each in session.speakers)
    return replace(session, speakers=tuple(speakers))


def _short(key: str) -> str:
    return key if len(key) <= MAX_LENGTH - 6 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
