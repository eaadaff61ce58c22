"""The front matter of a post: YAML between `---`, TOML between `+++`, or a JSON object, and the text below it.

Keys come out in lower case. YAML scalars stay the strings that were written (no `no` turned into False,
no `1:30` into 90): what they mean is decided by `fields`. TOML and JSON give their native types.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

MAX_CHARACTERS = 1_000_000


class FrontMatterError(Exception):
    """The front matter cannot be read; `line` counts from 1 in the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class FrontMatter:
    """`lines` tells on which line of the file a top-level key stands; `body_line` where the text begins."""

    values: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[str, int]


class _PlainLoader(yaml.SafeLoader):
    """Leaves every scalar a string but for an empty one and `~`, which are None."""


_PlainLoader.yaml_implicit_resolvers = {}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^~?$"), ["~", ""])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return the text, with LF line ends and without a byte order mark, and remarks on what had to be guessed."""
    remarks = []
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", errors="replace") if not _has_c1(data) else data.decode("latin-1")
        remarks.append(f"line {line}: not UTF-8; the file was read as Latin-1, look at its accents")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        remarks.append("NUL characters were replaced by the replacement character")
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"), remarks


def _has_c1(data: bytes) -> bool:
    """Whether bytes occur that Windows-1252 leaves undefined."""
    return any(byte in data for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))


def parse(text: str) -> FrontMatter:
    """Split a post. Raises FrontMatterError; a text without front matter has no values."""
    start = len(text) - len(text.lstrip("\n\t "))
    if text.startswith("{", start) and not text.startswith(("{{", "{%"), start):
        return _parse_json(text, start)
    fence = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|$)").match(text, start)
    if fence is None:
        return FrontMatter({}, text, 1, {})
    close = re.compile(rf"^{re.escape(fence[1])}[ \t]*$", re.MULTILINE).search(text, fence.end())
    first_line = text.count("\n", 0, fence.end()) + 1
    if close is None:
        if fence[1] == "---" and not re.compile(r"[\w-]+[ \t]*:").match(text, fence.end()):
            return FrontMatter({}, text, 1, {})  # a thematic break, not front matter
        raise FrontMatterError(first_line - 1, f"the front matter opens with {fence[1]} and never closes")
    if close.start() - fence.end() > MAX_CHARACTERS:
        raise FrontMatterError(first_line, f"the front matter is longer than {MAX_CHARACTERS:,} characters")
    block = text[fence.end() : close.start()]
    values = _parse_yaml(block, first_line) if fence[1] == "---" else _parse_toml(block, first_line)
    body_start = min(close.end() + 1, len(text))
    return FrontMatter(
        _lower_keys(values), text[body_start:], text.count("\n", 0, body_start) + 1, _key_lines(block, first_line)
    )


def _parse_yaml(block: str, first_line: int) -> Any:
    try:
        # Hand-written posts indent with tabs now and then; YAML forbids that.
        block = re.sub(r"^[ \t]*\t[ \t]*", lambda indent: indent[0].expandtabs(2), block, flags=re.MULTILINE)
        return _PlainLoader(block).get_single_data() or {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FrontMatterError(line, f"the YAML front matter is broken: {error.problem or error.context}") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise FrontMatterError(first_line, f"the YAML front matter is broken: {_first_line(error)}") from error


def _parse_toml(block: str, first_line: int) -> Any:
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        where = re.search(r" \(at line (\d+), column \d+\)", str(error))
        line = first_line + int(where[1]) - 1 if where else first_line
        reason = re.sub(r" \(at .*\)$", "", _first_line(error))
        raise FrontMatterError(line, f"the TOML front matter is broken: {reason}") from error


def _parse_json(text: str, start: int) -> FrontMatter:
    try:
        values, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise FrontMatterError(error.lineno, f"the JSON front matter is broken: {error.msg}") from error
    except RecursionError as error:
        raise FrontMatterError(1, "the JSON front matter is nested too deeply") from error
    body = text[end:]
    skipped = len(body) - len(body.lstrip("\n"))
    return FrontMatter(
        _lower_keys(values),
        body[skipped:],
        text.count("\n", 0, end + skipped) + 1,
        _key_lines(text[start:end], text.count("\n", 0, start) + 1),
    )


def _lower_keys(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise FrontMatterError(1, "the front matter is no list of keys and values")
    lowered = {str(key).lower(): value for key, value in values.items()}
    # Zola nests these; Hugo has [params]: both mean the same as top-level keys.
    for group in ("taxonomies", "params", "extra"):
        if isinstance(nested := lowered.get(group), dict):
            del lowered[group]
            lowered = {str(key).lower(): value for key, value in nested.items()} | lowered
    return lowered


def _key_lines(block: str, first_line: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), first_line):
        if found := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*[:=]", line):
            lines.setdefault(found[1].lower(), number)
    return lines


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
