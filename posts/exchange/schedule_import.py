"""Imports a conference's programme into an event: its talks, their speakers, links and times.

What an import wrote and nobody touched follows the programme; what somebody edited here stays. Talks that vanished
from the programme are marked as cancelled. Nothing is ever deleted.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from people.models import Person
from posts.models import Day, Event, RetiredSlug, ScheduleRecord, SearchKind, Talk, TalkLink, TalkSpeaker, Trip
from posts.revision import one_change
from posts.search.index import mark

from .hugo_import import known_log
from .schedule import written
from .schedule.plan import Plan, PlannedTalk
from .schedule.programme import Programme, ScheduleError
from .schedule.read import read
from .schedule.report import EventReport, ScheduleReport

Progress = Callable[[str], None]
_BATCH = 200
_UNTOUCHED_ZONE = "UTC"
_ROW = ("title", "room", "track", "language", "abstract", "url", "is_cancelled", "starts_at", "ends_at", "guid")


def import_schedule(
    data: bytes, slug: str, dry_run: bool = False, progress: Progress = lambda what: None
) -> ScheduleReport:
    """Take a programme over into the event named by its slug, which is made where there is none.

    Raises ScheduleError for what is no programme; nothing is changed then. A dry run reports the same and leaves
    nothing behind.
    """
    with transaction.atomic():
        event = _event(slug)
        progress("Reading the programme")
        programme = read(data, event.time_zone if event.time_zone != _UNTOUCHED_ZONE else "")
        report = ScheduleReport(programme.format, _describe(event, programme))
        report.days = [day.isoformat() for day in programme.days]
        report.rooms, report.tracks = programme.rooms, programme.tracks
        report.warnings = list(programme.warnings)
        progress("Comparing it with the log")
        plan = Plan(event, programme, known_log, report)
        if report.has_changes:
            progress(f"Writing {len(plan.talks)} talks")
            with one_change():
                _write(plan)
        _remember(plan)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _event(slug: str) -> Event:
    """Return the event of this slug, also of one it once had, or a new one that is not saved yet."""
    if not re.fullmatch(r"[-\w]{1,100}", slug):
        raise ScheduleError(f"--event: “{slug}” is no slug; it has letters, digits, - and _, such as nixcon-2024.")
    event = Event.objects.select_for_update().filter(slug=slug).first()
    if event is None:
        renamed = RetiredSlug.objects.filter(kind="event", slug=slug).values("target")
        event = Event.objects.select_for_update().filter(uuid__in=renamed).first()
    return event or Event(slug=slug)


def _describe(event: Event, programme: Programme) -> EventReport:
    """Fill what the event does not say yet from the programme; nothing the writer entered is changed."""
    before = (event.name, event.starts_on, event.ends_on, event.time_zone, event.url)
    event.name = event.name or programme.title or programme.acronym or event.slug
    starts_on, ends_on = programme.starts_on, programme.ends_on
    if event.starts_on is None and starts_on and ends_on and starts_on <= ends_on:
        event.starts_on, event.ends_on = starts_on, ends_on
    if event.time_zone == _UNTOUCHED_ZONE:
        event.time_zone = programme.time_zone or _UNTOUCHED_ZONE
    event.url = event.url or programme.url
    after = (event.name, event.starts_on, event.ends_on, event.time_zone, event.url)
    return EventReport(
        event.slug,
        event.name,
        event.starts_on.isoformat() if event.starts_on else None,
        event.ends_on.isoformat() if event.ends_on else None,
        event.time_zone,
        "created" if event.pk is None else "unchanged" if before == after else "updated",
    )


def _write(plan: Plan) -> None:
    """Write what is planned in few statements, and have it indexed, since these send no signals."""
    if plan.report.event.status != "unchanged":
        plan.event.save()
    people = plan.speakers.save()
    new = [planned.talk for planned in plan.talks if planned.talk.pk is None]
    touched = [planned for planned in plan.talks if planned.report.changed]
    rows = [planned.talk for planned in touched if planned.changes_row]
    now = timezone.now()
    for talk in rows:
        talk.updated_at = now
    created = [planned for planned in plan.talks if planned.talk.pk is None]
    Talk.objects.bulk_create(new, batch_size=_BATCH)
    Talk.objects.bulk_update(rows, [*_ROW, "updated_at"], batch_size=_BATCH)
    for talk in plan.cancelled:
        talk.updated_at = now
    Talk.objects.bulk_update(plan.cancelled, ["is_cancelled", "updated_at"], batch_size=_BATCH)
    _write_links([*created, *touched])
    _write_speakers(plan.talks)
    told = [talk for talk in (*plan.cancelled, *(planned.talk for planned in touched)) if talk.day_id is not None]
    for batch in _batches(sorted({talk.day_id for talk in told if talk.day_id is not None})):
        Trip.objects.filter(pk__in=Day.objects.filter(pk__in=batch).values("trip")).update(updated_at=now)
    # A talk without a day is on no public page; it is indexed when it gets one.
    mark({(SearchKind.TALK, talk.pk) for talk in told} | {(SearchKind.PERSON, person.pk) for person in people})


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _write_links(planned: list[PlannedTalk]) -> None:
    changing = [each for each in planned if each.report.status == "created" or "links" in each.report.changed]
    for batch in _batches([each.talk.pk for each in changing if each.report.status != "created"]):
        TalkLink.objects.filter(talk__in=batch).delete()
    TalkLink.objects.bulk_create(
        (
            TalkLink(talk=each.talk, url=link.url, kind=link.kind, title=link.title, position=position)
            for each in changing
            for position, link in enumerate(each.session.links)
        ),
        batch_size=_BATCH,
    )


def _write_speakers(planned: list[PlannedTalk]) -> None:
    changing = [(each.talk, each.speakers) for each in planned if each.speakers is not None]
    keys = {uuid for _, speakers in changing for uuid in speakers}
    people = {uuid: pk for uuid, pk in Person.objects.values_list("uuid", "pk") if uuid in keys}
    for batch in _batches([talk.pk for talk, _ in changing]):
        TalkSpeaker.objects.filter(talk__in=batch).delete()
    rows = [
        TalkSpeaker(talk=talk, person_id=people[uuid], position=position)
        for talk, speakers in changing
        for position, uuid in enumerate(speakers)
    ]
    TalkSpeaker.objects.bulk_create(rows, batch_size=_BATCH)


def _remember(plan: Plan) -> None:
    """Keep what the programme says now, so that the next import can tell what was edited here meanwhile."""
    if not plan.talks and not plan.gone:
        return
    speakers: dict[int, list[int]] = {}
    for talk, person in TalkSpeaker.objects.filter(talk__event=plan.event).values_list("talk", "person"):
        speakers.setdefault(talk, []).append(person)
    records = [_record(plan, planned, speakers.get(planned.talk.pk, [])) for planned in plan.talks]
    ScheduleRecord.objects.bulk_create(
        records,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["talk"],
        update_fields=["source_digest", "written", "programme_day", "room_position"],
    )
    ScheduleRecord.objects.bulk_update(plan.gone, ["source_digest", "written"], batch_size=_BATCH)


def _record(plan: Plan, planned: PlannedTalk, speakers: list[int]) -> ScheduleRecord:
    talk, session = planned.talk, planned.session
    says = written.wanted(session, speakers, talk.attendance in written.HEARD)
    return ScheduleRecord(
        talk=talk,
        source_digest=written.source_digest(session),
        written=written.after(planned.written, says, planned.kept),
        programme_day=session.day,
        room_position=plan.room_position(session),
    )
