"""A talk's fields as a programme fills them, and how a later import knows which of them somebody edited here."""

import datetime
import hashlib
from collections.abc import Container, Mapping
from typing import Any

from posts.models import Talk

from .programme import Session

# Start and end come as one, since one without the other makes no sense. Links and speakers are rows of their own.
PLAIN = ("title", "room", "track", "language", "abstract", "url", "is_cancelled")
HEARD = (Talk.Attendance.HEARD, Talk.Attendance.GIVEN)
_EDITED = ""  # the digest of nothing: whatever stands there is the writer's


def source_digest(session: Session) -> str:
    """Return a digest of all that a programme says of one talk."""
    return hashlib.sha256(repr(session).encode()).hexdigest()


def digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:20]


def wanted(session: Session, speakers: list[int], is_heard: bool) -> dict[str, Any]:
    """Return what a programme says, by field; what was heard is not cancelled."""
    values = {name: getattr(session, name) for name in PLAIN}
    values["is_cancelled"] = session.is_cancelled and not is_heard
    values["times"] = _times(session.starts_at, session.ends_at)
    values["links"] = [(link.url, str(link.kind), link.title) for link in session.links]
    values["speakers"] = speakers
    return values


def current(talk: Talk) -> dict[str, Any]:
    """Return the same as it stands in the log."""
    values = {name: getattr(talk, name) for name in PLAIN}
    values["times"] = _times(talk.starts_at, talk.ends_at)
    values["links"] = [(link.url, str(link.kind), link.title) for link in talk.links.all()]
    values["speakers"] = [speaker.person_id for speaker in talk.talk_speakers.all()]
    return values


def is_edited(name: str, value: Any, written: Mapping[str, str] | None) -> bool:
    """Whether a field is no longer as an import wrote it; without any import, whether there is something at all."""
    if written is None:
        return value not in ("", False, [], (None, None))
    return written.get(name, digest(value)) != digest(value)


def after(written: Mapping[str, str] | None, says: Mapping[str, Any], kept: Container[str]) -> dict[str, str]:
    """Return the digests to keep once a programme is taken over; those of fields kept as edited stay as they were."""
    return {name: (written or {}).get(name, _EDITED) if name in kept else digest(value) for name, value in says.items()}


def _times(
    start: datetime.datetime | None, end: datetime.datetime | None
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return both in UTC, so that equal moments have equal digests."""
    return start and start.astimezone(datetime.UTC), end and end.astimezone(datetime.UTC)
