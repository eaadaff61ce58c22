"""Talks and people as lists show them: reduced to words and addresses, so that each is drawn once.

Most of what a trip's page shows are such lists, and after a change nearly all of them are as they were.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from posts.cast import Group, Part
from posts.models import Talk
from posts.prose.parts import part

from .travel import linked

register = template.Library()


@dataclass(frozen=True)
class TalkLine:
    """A talk, fetched `for_card()`: speakers are HTML, links are addresses with their names.

    `zone` tells apart what starts at one instant in two zones, which are equal in Python.
    """

    url: str
    title: str
    language: str
    start: datetime.datetime | None
    zone: str
    is_cancelled: bool
    attendance: str
    room: str
    track: str
    speakers: tuple[SafeString, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CastLine:
    """Those of a cast who played one part: the HTML of each, and title and address of the trip of a first meeting."""

    part: Part
    members: tuple[tuple[SafeString, str, str], ...]


@register.filter
def in_short(talk: Talk) -> TalkLine:
    """Return what a list shows of a talk that was fetched `for_card()`."""
    start = talk.local_start
    return TalkLine(
        url=talk.get_absolute_url(),
        title=talk.title,
        language=talk.language,
        start=start,
        zone=start.isoformat() if start else "",
        is_cancelled=talk.is_cancelled,
        attendance=talk.attendance,
        room=talk.room,
        track=talk.track,
        speakers=tuple(conditional_escape(linked(speaker.person)) for speaker in talk.talk_speakers.all()),
        links=tuple((link.url, link.title or str(link.get_kind_display())) for link in talk.links.all()),
    )


@register.simple_tag
def talk_item(talk: Talk, heading: str, dated: bool) -> SafeString:
    """Show a talk in a list; `heading` is its element, `dated` says that the list is of several days."""
    return part("posts/_talk.html", talk=in_short(talk), heading=heading or "h4", dated=bool(dated))


@register.simple_tag
def cast_list(cast: Iterable[Group]) -> SafeString:
    """Show who was there."""
    return part("posts/_cast.html", cast=tuple(_cast_line(group) for group in cast))


def _cast_line(group: Group) -> CastLine:
    members = []
    for member in group.members:
        day = member.first_met if group.part == Part.MET_AGAIN else None
        met = (day.trip.title, day.get_absolute_url()) if day else ("", "")
        members.append((conditional_escape(linked(member.person)), *met))
    return CastLine(group.part, tuple(members))
