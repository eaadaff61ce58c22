"""The YAML front matter of an exported post."""

import datetime
from typing import Any

import yaml

from ..hugo.exported import KEY, Exported
from ..schema import TripDocument


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, and text over several lines as one line with escapes: no line of it can end the matter."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_long = any(not character.isprintable() for character in text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if is_long else None)


_Dumper.add_representer(str, _text)


def to_yaml(trip: TripDocument, exported: Exported, description: str, cover: str, is_draft: bool) -> str:
    """Return the front matter between its fences. What Hugo does not know stands below `tripsite`."""
    values: dict[str, Any] = {
        "title": trip.title,
        "date": _iso(trip.published_at),
        "lastmod": _iso(trip.updated_at),
        "description": description,
        "slug": trip.slug,
        "draft": is_draft,
        "categories": trip.categories,
        "tags": trip.tags,
        "cover": cover,
        "location": trip.location,
        "time_zone": trip.time_zone,
        "language": trip.language,
        "start_date": _iso(trip.starts_on),
        "end_date": _iso(trip.ends_on),
    }
    matter = {key: value for key, value in values.items() if value not in ("", None, [])}
    matter[KEY] = exported.model_dump(mode="json", exclude_defaults=True)
    written = yaml.dump(matter, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{written}---\n"


def _iso(moment: datetime.date | None) -> str | None:
    if isinstance(moment, datetime.datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
