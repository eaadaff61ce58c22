"""Which trip and which part of it a finding is in, in words."""

from posts.models import Day, Figure, Talk, Trip

from .finding import Finding, Subject


def trip_of(subject: Subject) -> Trip | None:
    """Return the trip something belongs to, or None for what stands on its own."""
    if isinstance(subject, Trip):
        return subject
    if isinstance(subject, Day | Figure):
        return subject.trip
    return subject.day.trip if isinstance(subject, Talk) and subject.day else None


def whereabouts(finding: Finding) -> str:
    """Return where it is, as a person says it: `2024-nixcon-scale, Friday 2024-03-15`."""
    subject = finding.subject
    trip = trip_of(subject)
    if trip is None:
        return f"{subject._meta.verbose_name} {subject}"
    day = subject if isinstance(subject, Day) else subject.day if isinstance(subject, Figure | Talk) else None
    if day is None:
        return trip.slug
    return f"{trip.slug}, {day.date:%A} {day.date}" if day.date else f"{trip.slug}, {day.get_kind_display()}"
