import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from posts.checks import Code, Finding, findings, findings_of_log
from posts.checks.places import trip_of, whereabouts
from posts.models import Trip

BLOCKING = "blocking"
FAILING = 2


class Command(BaseCommand):
    help = (
        "List what a writer should look at: references that lead nowhere, figures without alternative text, names "
        "without a link, people who are not public but named in plain words. It changes nothing. The exit status is "
        "0, also with findings; 2 when --fail-on asks for it; 1 when something is wrong with how it was called."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trip", metavar="SLUG", help="look at this trip only")
        parser.add_argument("--report", choices=["text", "json"], default="text", help="json prints JSON and no more")
        parser.add_argument(
            "--fail-on",
            action="append",
            choices=[*Code.values, BLOCKING, "any"],
            default=[],
            metavar="CODE",
            help="exit with status 2 on findings of this code, on those that block publishing (blocking) or on any; "
            f"may be given several times. Codes: {', '.join(Code.values)}",
        )

    def handle(self, *, trip: str | None, report: str, fail_on: list[str], **options: Any) -> None:
        found = list(findings(_trip(trip)) if trip else findings_of_log())
        if report == "json":
            self.stdout.write(json.dumps({"findings": list(map(_as_json, found))}, ensure_ascii=False, indent=2))
        else:
            for finding in found:
                self.stdout.write(f"check_log: {whereabouts(finding)}: {finding.message}{_mark(finding)}")
            self.stdout.write(_summary(found))
        if any(_fails(finding, fail_on) for finding in found):
            raise CommandError("check_log: there are findings that --fail-on names.", returncode=FAILING)


def _trip(slug: str) -> Trip:
    trip = Trip.objects.filter(slug=slug).first()
    if trip is None:
        raise CommandError(f"check_log: there is no trip “{slug}”; its slug stands in its address, /trips/SLUG/.")
    return trip


def _mark(finding: Finding) -> str:
    return " (blocks publishing)" if finding.blocks else ""


def _fails(finding: Finding, fail_on: list[str]) -> bool:
    return "any" in fail_on or finding.code in fail_on or (finding.blocks and BLOCKING in fail_on)


def _summary(found: list[Finding]) -> str:
    if not found:
        return "check_log: nothing to look at."
    counts = Counter(finding.code for finding in found)
    return "check_log: " + "; ".join(f"{code.label}: {counts[code]}" for code in Code if counts[code])


def _as_json(finding: Finding) -> dict[str, Any]:
    trip = trip_of(finding.subject)
    return {
        "code": finding.code.value,
        "trip": trip.slug if trip else None,
        "where": whereabouts(finding),
        "subject": {"kind": finding.subject._meta.model_name, "uuid": str(finding.subject.uuid)},
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "blocks": finding.blocks,
    }
