"""Hugo's shortcodes: `{{< figure src="a.jpg" >}}`, `{{% note %}}`, over several lines, positional, paired, escaped.

Zola's are calls: `{{ figure(src="a.jpg", alt="A") }}`.
"""

import re
from dataclasses import dataclass, field

_NAME = re.compile(r"\s*(/?)\s*([\w./-]+?)(?=\s|/?\s*[>%]\}\}|[\"`=]|$)")
_PIECE = re.compile(
    r"\s*(?:(?P<key>[\w.:-]+)\s*=\s*)?"
    r"(?:\"(?P<double>(?:\\.|[^\"\\])*+)\"|`(?P<raw>[^`]*+)`|'(?P<single>(?:\\.|[^'\\])*+)'|"
    r"(?P<bare>(?:(?![>%]\}\})[^\s\"'`<>])++))",
    re.DOTALL,
)
CALL = r"\{\{-?\s*[A-Za-z_]\w*\s*\("
_CALLED = re.compile(r"\{\{-?\s*([A-Za-z_]\w*)\s*\(")
_ARGUMENT = re.compile(
    r"[\s,]*(?P<key>\w+)\s*=\s*(?:\"(?P<double>(?:\\.|[^\"\\])*+)\"|`(?P<raw>[^`]*+)`|'(?P<single>(?:\\.|[^'\\])*+)'|"
    r"(?P<bare>\[[^\]]*\]|[^\s,()\"'`{}]++))",
    re.DOTALL,
)
_CALL_ENDS = re.compile(r"[\s,]*\)\s*-?\}\}")
ESCAPED = re.compile(r"\{\{([<%])/\*(.{0,2000}?)\*/([>%])\}\}", re.DOTALL)


@dataclass(frozen=True)
class Shortcode:
    """One shortcode tag at text[start:end]. `escaped` ones are shown, not run: `name` is then what they show."""

    start: int
    end: int
    name: str
    named: dict[str, str] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    is_closing: bool = False
    is_broken: bool = False
    escaped: str = ""

    def value(self, key: str, position: int | None = None) -> str:
        """Return a named argument, or else the one at a position, or else nothing."""
        if key in self.named:
            return self.named[key]
        return self.positional[position] if position is not None and position < len(self.positional) else ""


def read_at(text: str, start: int) -> Shortcode | None:
    """Read the shortcode whose `{{<` or `{{%` stands at `start`; None where nothing closes it."""
    if text.startswith("/*", start + 3) and (shown := ESCAPED.match(text, start)):
        return Shortcode(start, shown.end(), "", escaped=unescaped(shown))
    close = ">}}" if text[start + 2] == "<" else "%}}"
    name = _NAME.match(text, start + 3)
    if name is None:
        end = text.find(close, start)
        return None if end < 0 else Shortcode(start, end + 3, "", is_broken=True)
    named: dict[str, str] = {}
    positional: list[str] = []
    position = name.end()
    while True:
        position = _skip_space(text, position)
        if text.startswith(close, position) or text.startswith("/" + close, position):
            end = text.index(close, position) + 3
            return Shortcode(start, end, name[2].lower(), named, tuple(positional), bool(name[1]))
        piece = _PIECE.match(text, position)
        # A string that swallows another tag has lost its closing quote: read no further than this tag.
        if piece is None or "{{<" in piece[0] or "{{%" in piece[0]:
            end = text.find(close, position)
            return None if end < 0 else Shortcode(start, end + 3, name[2].lower(), is_broken=True)
        value = _value(piece)
        if piece["key"]:
            named[piece["key"].lower()] = value
        else:
            positional.append(value)
        position = piece.end()


def read_call_at(text: str, start: int) -> Shortcode | None:
    """Read the call of Zola that stands at `start`; None where it is none: its arguments all have names."""
    called = _CALLED.match(text, start)
    if called is None:
        return None
    named: dict[str, str] = {}
    position = called.end()
    while argument := _ARGUMENT.match(text, position):
        named[argument["key"].lower()] = _value(argument)
        position = argument.end()
    ends = _CALL_ENDS.match(text, position)
    return Shortcode(start, ends.end(), called[1].lower(), named) if ends else None


def unescaped(found: re.Match[str]) -> str:
    """Return what an escaped shortcode shows."""
    return "{{" + found[1] + found[2] + found[3] + "}}"


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _value(piece: re.Match[str]) -> str:
    if piece["raw"] is not None:
        return piece["raw"]
    if piece["bare"] is not None:
        return piece["bare"]
    quoted = piece["double"] if piece["double"] is not None else piece["single"]
    return re.sub(r"\\(.)", lambda escape: {"n": "\n", "t": "\t"}.get(escape[1], escape[1]), quoted, flags=re.DOTALL)
