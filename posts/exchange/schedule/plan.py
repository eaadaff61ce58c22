"""What an import will do to an event's talks: compared with the log, not written yet."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from posts.exchange.hugo.known import Known
from posts.exchange.hugo.people import free_slug
from posts.models import Event, RetiredSlug, ScheduleRecord, Talk

from . import written
from .matching import matched
from .programme import Programme, Session
from .report import ScheduleReport, TalkReport
from .speakers import Speakers

_BATCH = 200


@dataclass
class PlannedTalk:
    """A talk that is new, changes, or is only to be remembered as the programme has it now.

    `speakers` are None where they stay. `kept` names the fields that stay as somebody edited them; `written` is what
    the last import wrote, None where there was none.
    """

    talk: Talk
    session: Session
    report: TalkReport
    speakers: list[uuid.UUID] | None = None
    kept: set[str] = field(default_factory=set)
    written: dict[str, str] | None = None

    @property
    def changes_row(self) -> bool:
        return bool(set(self.report.changed) - {"links", "speakers"})


class Plan:
    """`known` is asked for who is in the log only where a talk is new or changed."""

    def __init__(self, event: Event, programme: Programme, known: Callable[[], Known], report: ScheduleReport) -> None:
        self.event, self.programme, self.report = event, programme, report
        self.talks: list[PlannedTalk] = []
        self.cancelled: list[Talk] = []
        self.gone: list[ScheduleRecord] = []
        self._rooms = {name: number for number, name in enumerate(programme.rooms)}
        self._slugs = set(Talk.objects.values_list("slug", flat=True))
        self._slugs |= set(RetiredSlug.objects.filter(kind="talk").values_list("slug", flat=True))
        here = self._talks_here()
        found = matched(programme.sessions, here)
        self._settled = {
            session.key
            for session in programme.sessions
            if session.key in found and self._is_as_before(found[session.key], session)
        }
        is_settled = len(self._settled) == len(programme.sessions)
        self.speakers = Speakers(Known() if is_settled else known(), event, programme.sessions)
        self._plan(found)
        self._let_go_besides(here, found)

    def room_position(self, session: Session) -> int:
        return min(self._rooms.get(session.room, 0), 32767)

    def _talks_here(self) -> list[Talk]:
        if self.event._state.adding:
            return []
        return list(Talk.objects.filter(event=self.event).select_related("schedule_record").order_by("pk"))

    def _plan(self, found: Mapping[str, Talk]) -> None:
        open_talks = [talk for key, talk in found.items() if key not in self._settled]
        for start in range(0, len(open_talks), _BATCH):
            prefetch_related_objects(open_talks[start : start + _BATCH], "links", "talk_speakers__person")
        for session in self.programme.sessions:
            talk = found.get(session.key)
            if talk is None:
                self._add(session)
            elif session.key in self._settled:
                self.report.talks.append(TalkReport(session.key, talk.title, talk.slug, "unchanged"))
            else:
                self._change(talk, session)
        self.report.people = list(self.speakers.reports.values())

    def _let_go_besides(self, here: Iterable[Talk], found: Mapping[str, Talk]) -> None:
        if not self.programme.sessions:
            self.report.warnings.append("the programme holds no talks; none is marked as cancelled for that")
            return
        present = {talk.pk for talk in found.values()}
        for talk in here:
            if talk.pk not in present:
                self._let_go(talk)

    def _is_as_before(self, talk: Talk, session: Session) -> bool:
        record = record_of(talk)
        return (
            record is not None
            and record.source_digest == written.source_digest(session)
            and record.room_position == self.room_position(session)
            and talk.guid == session.key
        )

    def _add(self, session: Session) -> None:
        slug = free_slug(session.title, (), "talk")
        if slug in self._slugs:
            slug = free_slug(f"{session.title[:80]} {self.event.slug}", self._slugs, "talk")
        self._slugs.add(slug)
        talk = Talk(event=self.event, slug=slug, guid=session.key, attendance=Talk.Attendance.NONE)
        report = TalkReport(session.key, session.title, slug, "created")
        for name, value in written.wanted(session, [], is_heard=False).items():
            _set(talk, name, value)
        self.report.talks.append(report)
        self.talks.append(PlannedTalk(talk, session, report, self.speakers.of(session, None)))

    def _change(self, talk: Talk, session: Session) -> None:
        record = record_of(talk)
        before = record.written if record else None
        here = written.current(talk)
        report = TalkReport(session.key, talk.title, talk.slug, "unchanged")
        planned = PlannedTalk(talk, session, report, written=before)
        for name, value in written.wanted(session, [], talk.attendance in written.HEARD).items():
            is_edited = written.is_edited(name, here[name], before)
            if name == "speakers":
                self._change_speakers(planned, is_edited)
            elif value != here[name] and is_edited:
                report.kept.append(name)
            elif value != here[name]:
                report.changed.append(name)
                _set(talk, name, value)
        planned.kept.update(report.kept)
        report.status = "updated" if report.changed else "kept" if report.kept else "unchanged"
        report.title = talk.title
        if talk.guid != session.key:
            talk.guid = session.key
            report.changed.append("guid")
            report.status = "updated"
        self.report.talks.append(report)
        self.talks.append(planned)

    def _change_speakers(self, planned: PlannedTalk, is_edited: bool) -> None:
        """Nobody is made for a talk whose speakers were edited here: who was taken out stays out."""
        people = [speaker.person for speaker in planned.talk.talk_speakers.all()]
        if is_edited:
            planned.kept.add("speakers")
            said = [speaker.name.casefold() for speaker in planned.session.speakers]
            if [person.name.casefold() for person in people] != said:
                planned.report.kept.append("speakers")
            return
        speakers = self.speakers.of(planned.session, planned.talk)
        if speakers != [person.uuid for person in people]:
            planned.speakers = speakers
            planned.report.changed.append("speakers")

    def _let_go(self, talk: Talk) -> None:
        """Mark a talk that vanished from the programme as cancelled, unless it was heard; one entered by hand stays."""
        record = record_of(talk)
        if record is None or not record.source_digest:
            return
        record.source_digest = ""
        self.gone.append(record)
        if talk.attendance in written.HEARD:
            self.report.talks.append(TalkReport(talk.guid, talk.title, talk.slug, "kept", kept=["is_cancelled"]))
            self.report.warnings.append(
                f"“{talk.title}” is no longer in the programme; it was heard, so it stays as it is"
            )
        elif talk.is_cancelled:
            self.report.talks.append(TalkReport(talk.guid, talk.title, talk.slug, "unchanged"))
        else:
            talk.is_cancelled = True
            record.written = {**record.written, "is_cancelled": written.digest(True)}
            self.cancelled.append(talk)
            self.report.talks.append(
                TalkReport(talk.guid, talk.title, talk.slug, "cancelled", changed=["is_cancelled"])
            )


def record_of(talk: Talk) -> ScheduleRecord | None:
    return getattr(talk, "schedule_record", None) if talk.pk else None


def _set(talk: Talk, name: str, value: Any) -> None:
    """Set a field of the talk's row; links and speakers have rows of their own."""
    if name == "times":
        talk.starts_at, talk.ends_at = value
    elif name in written.PLAIN:
        setattr(talk, name, value)
