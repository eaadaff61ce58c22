"""Where on the desk a finding is dealt with."""

from django.urls import reverse

from posts.checks import Code, Finding
from posts.checks.places import trip_of
from posts.models import Day

NAMES = frozenset({Code.UNLINKED, Code.UNKNOWN, Code.SLIP})


def address_of(finding: Finding) -> str:
    """Return the address of the page, and on it of the field, in which a finding is put right."""
    if finding.code in NAMES:
        return _names_page(finding)
    options = finding.subject._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[finding.subject.pk])
    return f"{address}#id_{finding.field}" if finding.field else address


def _names_page(finding: Finding) -> str:
    """Return the page of names for the day, or else the trip, whose text it is."""
    if isinstance(finding.subject, Day):
        return f"{reverse('desk:names')}?day={finding.subject.pk}"
    trip = trip_of(finding.subject)
    return reverse("desk:names") + (f"?trip={trip.slug}" if trip else "")
