"""Two drawings for the page: requests a second by peer, and what a page costs by the size of the log.

SVG by hand, with the colours of a light and a dark page.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 720
LEFT, RIGHT = 250, 90
BAR, GAP = 22, 14
TOP = 48
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px }
.faint { fill: #59636e }
.grid { stroke: #d1d9e0 }
.ours { fill: #0b6e6e } .peer { fill: #9aa4af }
.line { fill: none; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
  .ours { fill: #4fb8b0 } .peer { fill: #6b7580 }
}
</style>"""
COLOURS = ("#0b8a83", "#c2571a", "#7a5cc4", "#3877c9", "#a8872b")


def bars(title: str, values: Mapping[str, float], ours: Sequence[str]) -> str:
    """Return bars with their numbers, the longest first."""
    largest = max(values.values())
    height = TOP + len(values) * (BAR + GAP) + 8
    parts = [_text(0, 20, title, "title")]
    for number, (name, value) in enumerate(sorted(values.items(), key=lambda each: -each[1])):
        y = TOP + number * (BAR + GAP)
        length = max(2, (WIDTH - LEFT - RIGHT) * value / largest)
        kind = "ours" if name in ours else "peer"
        parts.append(_text(LEFT - 10, y + 16, name, anchor="end"))
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="3"/>')
        parts.append(_text(LEFT + length + 8, y + 16, f"{value:,.0f}", "faint"))
    return _svg(height, title, parts)


def lines(title: str, sizes: Sequence[int], costs: Mapping[str, Sequence[float]]) -> str:
    """Return a line for each kind of page: milliseconds over the number of trips, which grows tenfold by step."""
    height, bottom, left = 340, 290, 56
    highest = _round_up(max(value for values in costs.values() for value in values))
    right = WIDTH - 110

    def x(size: int) -> float:
        first, last = math.log(sizes[0]), math.log(sizes[-1])
        return left + (right - left) * (math.log(size) - first) / ((last - first) or 1)

    def y(value: float) -> float:
        return bottom - (bottom - TOP) * value / highest

    parts = [_text(0, 20, title, "title")]
    for step in range(5):
        value = highest * step / 4
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        parts.append(_text(left - 8, y(value) + 4, f"{value:g}", "faint", "end"))
    parts += [_text(x(size), bottom + 22, f"{size:,}", "faint", "middle") for size in sizes]
    parts.append(_text((left + right) / 2, bottom + 42, "trips in the log", "faint", "middle"))
    ends = _apart([y(values[-1]) for values in costs.values()])
    for (name, values), colour, end in zip(costs.items(), COLOURS, ends, strict=False):
        points = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(sizes, values, strict=True))
        parts.append(f'<polyline class="line" stroke="{colour}" points="{points}"/>')
        parts.append(f'<rect x="{right + 10}" y="{end - 5:.1f}" width="10" height="10" rx="2" fill="{colour}"/>')
        parts.append(_text(right + 26, end + 4, name))
    return _svg(height, title, parts)


def _apart(heights: Sequence[float], least: float = 18) -> list[float]:
    """Move labels down until none covers another."""
    placed: dict[int, float] = {}
    below = -math.inf
    for index in sorted(range(len(heights)), key=lambda index: heights[index]):
        below = placed[index] = max(heights[index], below + least)
    return [placed[index] for index in range(len(heights))]


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 4, 8, 10 times a power of ten."""
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(height: int, title: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", STYLE, *parts, "</svg>", ""])
