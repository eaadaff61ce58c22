"""The benchmark's own arithmetic: what is met, what the page says, that its drawings are drawings."""

from defusedxml.ElementTree import fromstring

from bench import page, plots
from bench.row import Limit, Outcome, Row, per_run, rate


def row(limit: Limit) -> Row:
    return Row("name", "some work", limit, lambda bench: Outcome([1.0], "1"))


def test_a_limit_is_met_from_its_side():
    assert Limit(least=1.5).is_met_by(1.5)
    assert not Limit(least=1.5).is_met_by(1.4)
    assert Limit(most=20, unit="ms").is_met_by(20)
    assert not Limit(most=20, unit="ms").is_met_by(20.1)
    assert Limit().is_met_by(1000)


def test_runs_are_compared_in_pairs():
    outcome = per_run(([200.0, 300.0, 90.0], [100.0, 100.0, 90.0]), rate, drawn=("serve", "peer"))

    assert outcome.values == [2.0, 3.0, 1.0]
    assert (outcome.median, outcome.ours, outcome.peer) == (2.0, "200 /s", "100 /s")
    assert outcome.drawn == {"serve": 200.0, "peer": 100.0}


def test_the_table_says_what_was_met_missed_and_skipped():
    outcome = Outcome([1.0, 2.0, 3.0], "2 s", "1 s")
    lines = page.table([
        (row(Limit(most=2.5)), outcome),
        (row(Limit(least=5)), outcome),
        (row(Limit()), Outcome([7.0], "7 s")),
        (row(Limit(most=20, unit="ms")), "wrk is not installed"),
    ]).splitlines()[2:]  # fmt: skip

    assert lines == [
        "| some work | 2 s | 1 s | 2 × | 1 to 3 | at most 2.5 × | yes |",
        "| some work | 2 s | 1 s | 2 × | 1 to 3 | at least 5 × | **no** |",
        "| some work | 7 s |  | 7 × |  | none |  |",
        "| some work | | | skipped: wrk is not installed | | at most 20 ms | |",
    ]


def test_what_is_written_around_the_table_stays(tmp_path):
    written = tmp_path / "performance.md"
    written.write_text(f"# Performance\n\nBefore.\n\n{page.START}\nold\n{page.END}\n\nAfter.\n")

    for _ in range(2):
        page.write(written, [(row(Limit(most=2)), Outcome([1.0], "1 s"))], is_quick=True, images=["cost-by-size.svg"])

    text = written.read_text()
    assert text.startswith("# Performance\n\nBefore.\n\n")
    assert text.endswith(f"{page.END}\n\nAfter.\n")
    assert "old" not in text
    assert text.count("![cost by size](images/cost-by-size.svg)") == 1
    assert "QUICK=1" in text


def test_drawings_are_svg_with_a_title():
    bars = fromstring(plots.bars("Requests", {"serve": 9000.0, "a <bare> view": 7000.0}, ["serve"]))
    lines = fromstring(plots.lines("Costs", [10, 1000], {"home": [8.0, 9.0], "trip": [12.0, 12.1]}))

    name = "{http://www.w3.org/2000/svg}"
    assert [bars.find(f"{name}title").text, lines.find(f"{name}title").text] == ["Requests", "Costs"]
    assert [rect.get("class") for rect in bars.iter(f"{name}rect")] == ["ours", "peer"]
    assert len(list(lines.iter(f"{name}polyline"))) == 2
