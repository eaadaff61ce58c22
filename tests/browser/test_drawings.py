"""The benchmark's drawings, as a browser shows them."""

import pytest
from playwright.sync_api import Page

from bench import plots
from bench.rows.rendering import CASES, KINDS

# Where each text begins and ends, of those that do so outside of their drawing.
OUTSIDE = """width => [...document.querySelectorAll("text")].map(text => [text.textContent, text.getBBox()])
    .filter(([words, box]) => box.x < 0 || box.x + box.width > width).map(([words]) => words)"""
BARS = plots.bars("Requests a second", {f"serve, {case}": 46_000.0 for case in CASES.values()}, [])
LINES = plots.lines("Milliseconds", [10, 1000, 10_000], {kind: [12.0, 14.0, 120.0] for kind in KINDS})


@pytest.mark.parametrize("drawing", [BARS, LINES], ids=["bars", "lines"])
def test_every_word_is_within_the_drawing(page: Page, drawing):
    page.set_content(drawing)
    assert page.evaluate(OUTSIDE, plots.WIDTH) == []
