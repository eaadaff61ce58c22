"""One trip as the text of a page bundle."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import formats, translation
from django.utils.text import capfirst

from posts.models import Day
from posts.prose.source import public_source
from posts.prose.targets import Targets

from ..hugo.exported import Exported, ExportedDay, ExportedFigure, ExportedLink, Meanings
from ..schema import DayDocument, FigureDocument, LogDocument, TripDocument
from . import shortcodes
from .body import Site, Texts, told_apart
from .front_matter import to_yaml

_SPECIAL = re.compile(r"([\\`*_\[\]<>{}#])")
_PLACED = re.compile(r"!\[[^\]]*\]\(\s*<?figure:([-\w]+)")


@dataclass(frozen=True)
class Pictures:
    """The files of figures, and the lines that say who is in them, as Markdown; both by the figure's name."""

    files: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)


def index_md(log: LogDocument, site: Site, pictures: Pictures, is_draft: bool) -> str:
    """Return the `index.md` of the one trip of a document that is fit for the public."""
    [trip] = log.trips
    texts = Texts(site)
    figures = [_figure(figure, trip, texts, pictures) for figure in trip.figures]
    texts.figures = {figure.name: _shortcode(figure, texts) for figure in figures}
    bodies, footnotes = told_apart([_body(day, trip, figures) for day in trip.days])
    days = [_day(day, notes) for day, notes in zip(trip.days, footnotes, strict=True)]
    _set_anchors(days, trip)
    parts = []
    for day, body in zip(days, bodies, strict=True):
        if day.anchor:
            parts.append(f"## {day.heading} {{#{day.anchor}}}")
        parts.append(texts.body(body).strip("\n"))
    exported = _exported(log, days, figures)
    exported.links = _exceptions(exported, texts)
    description = public_source(trip.summary, Targets()).strip()
    cover = next((figure.src for figure in figures if figure.name == trip.cover), "")
    text = "\n\n".join(part for part in parts if part)
    return to_yaml(trip, exported, description, cover, is_draft) + (f"\n{text}\n" if text else "")


def _body(day: DayDocument, trip: TripDocument, figures: list[ExportedFigure]) -> str:
    """Return a day's text with the figures below it; those of no day stand below the last."""
    below = [
        figure.name
        for figure in figures
        if not figure.placed and (figure.day == day.uuid or (figure.day is None and day is trip.days[-1]))
    ]
    return "\n\n".join(
        [*([day.body.strip("\n")] if day.body.strip() else []), *(f"![](figure:{name})" for name in below)]
    )


def _figure(figure: FigureDocument, trip: TripDocument, texts: Texts, pictures: Pictures) -> ExportedFigure:
    shown = {name for day in trip.days for name in _PLACED.findall(day.body)}
    is_only_cover = figure.name == trip.cover and figure.name not in shown and figure.day is None
    values = {name: getattr(figure, name) for name in FigureDocument.model_fields if name != "photo"}
    return ExportedFigure(
        **values,
        src=pictures.files.get(figure.name) or figure.remote_url or f"{figure.name}.jpg",
        line=" ".join(texts.caption(pictures.lines.get(figure.name, "")).split()),
        placed=figure.name in shown or is_only_cover,
    )


def _shortcode(figure: ExportedFigure, texts: Texts) -> str:
    caption = f"{texts.caption(figure.caption)} {figure.line}".strip()
    return shortcodes.figure(figure.src, figure.title, caption, figure.alt, figure.link)


def _day(day: DayDocument, footnotes: dict[str, str]) -> ExportedDay:
    values = {name: getattr(day, name) for name in DayDocument.model_fields if name != "body"}
    return ExportedDay(**values, footnotes=footnotes)


def _set_anchors(days: list[ExportedDay], trip: TripDocument) -> None:
    """Give every day a heading of its own but a prologue without a title, with which a text just begins."""
    used: set[str] = set()
    for number, day in enumerate(days):
        if number == 0 and day.kind == "prologue" and not day.title:
            continue
        anchor = base = day.date.isoformat() if day.date else day.kind
        count = 1
        while anchor in used:
            count += 1
            anchor = f"{base}-{count}"
        used.add(anchor)
        day.anchor = anchor
        title = _SPECIAL.sub(r"\\\1", " ".join(day.title.split()))
        day.heading = f"{_when(day, trip.language)}: {title}" if title else _when(day, trip.language)


def _when(day: ExportedDay, language: str) -> str:
    try:
        known = translation.get_supported_language_variant(language)
    except LookupError:
        known = "en"
    with translation.override(known):
        if day.date:
            return formats.date_format(day.date, "l, j F Y", use_l10n=False)
        return capfirst(str(Day.Kind(day.kind).label))


def _exported(log: LogDocument, days: list[ExportedDay], figures: list[ExportedFigure]) -> Exported:
    [trip] = log.trips
    placed = {name for day in trip.days for name in _PLACED.findall(day.body)}
    in_text = {figure.name for figure in figures if not figure.placed or figure.name in placed}
    for figure in figures:
        if figure.name in in_text:  # its words stand in the text
            figure.title = figure.caption = figure.alt = figure.link = ""
            figure.remote_url = "" if figure.src == figure.remote_url else figure.remote_url
    plain = public_source(trip.summary, Targets())
    return Exported(
        version=1,
        uuid=trip.uuid,
        summary=trip.summary if plain != trip.summary else "",
        cover=trip.cover,
        days=days,
        figures=figures,
        people=log.people,
        places=log.places,
        series=log.series,
        events=log.events,
        trip_events=list[UUID](trip.events),
    )


def _exceptions(exported: Exported, texts: Texts) -> list[ExportedLink]:
    """Name the links whose address alone would lead to something else than what they stood for."""
    meanings = Meanings.of(exported)
    found = {(text, url): to for text, url, to in texts.links if meanings.by_address.get(url, "") != to}
    return [ExportedLink(text=text, url=url, to=to) for (text, url), to in sorted(found.items())]
