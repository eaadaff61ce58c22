"""The benchmark's own arithmetic: what is met, what the page says, that its drawings are drawings."""

import pytest
from defusedxml.ElementTree import fromstring

from bench import __main__ as benchmark
from bench import page, plots
from bench.harness import QUICK, Bench
from bench.row import Failed, Limit, Outcome, Row, Skipped, per_run, rate
from bench.rows import rendering


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
        (row(Limit(most=20, unit="ms")), Skipped("wrk is not installed")),
        (row(Limit(most=20, unit="ms")), Failed("granian did not answer")),
    ]).splitlines()[2:]  # fmt: skip

    assert lines == [
        "| name | some work | at most 2.5 × | 2 × (1 to 3) | 2 s | 1 s | yes |",
        "| name | some work | at least 5 × | 2 × (1 to 3) | 2 s | 1 s | **no** |",
        "| name | some work | none | 7 × | 7 s |  |  |",
        "| name | some work | at most 20 ms | skipped: wrk is not installed | | | |",
        "| name | some work | at most 20 ms | failed: granian did not answer | | | |",
    ]


def test_what_is_written_around_the_table_stays(tmp_path):
    written = tmp_path / "performance.md"
    written.write_text(f"# Performance\n\nBefore.\n\n{page.START}\nold\n{page.END}\n\nAfter.\n")

    measured = [(row(Limit(most=2)), Outcome([1.0], "1 s"))]
    drawings: dict[str, str | Exception] = {
        "cost-by-size.svg": "<svg/>",
        "throughput-by-peer.svg": Skipped("wrk is not installed"),
    }
    for _ in range(2):
        page.write(written, page.Run(measured, rows=1, is_quick=True, sizes=QUICK, drawings=drawings))

    text = written.read_text()
    assert text.startswith("# Performance\n\nBefore.\n\n")
    assert text.endswith(f"{page.END}\n\nAfter.\n")
    assert "old" not in text
    assert text.count("![cost by size](images/cost-by-size.svg)") == 1
    assert "QUICK=1" in text
    assert "Not drawn: throughput by peer (wrk is not installed)." in text
    assert "cut off" not in text
    assert (tmp_path / "images" / "cost-by-size.svg").read_text() == "<svg/>"


def test_a_row_that_fails_loses_no_other(tmp_path, monkeypatch, capsys):
    def fails(bench):
        raise AttributeError("no such thing")

    rows = [row(Limit()), Row("broken", "some work", Limit(), fails), row(Limit(most=2))]
    monkeypatch.setattr(benchmark, "ROWS", rows)
    monkeypatch.setattr(rendering, "by_size", fails)
    written = tmp_path / "performance.md"

    with Bench(tmp_path, is_quick=True) as bench:
        measured = benchmark._measure_all(bench, written)
    status = benchmark._tell(measured)

    text = written.read_text()
    assert [line.split(" | ")[3] for line in text.splitlines() if "some work" in line] == [
        "1 ×",
        "failed: no such thing",
        "1 ×",
    ]
    assert "Not drawn: cost by size (no such thing)." in text
    assert (status, capsys.readouterr().out.splitlines()[-1]) == (1, "Failed: broken.")


def test_a_run_that_is_cut_off_leaves_what_it_had(tmp_path, monkeypatch):
    def interrupted(bench):
        raise KeyboardInterrupt

    monkeypatch.setattr(benchmark, "ROWS", [row(Limit(most=2)), Row("long", "much work", Limit(), interrupted)])
    written = tmp_path / "performance.md"

    with pytest.raises(KeyboardInterrupt), Bench(tmp_path, is_quick=True) as bench:
        benchmark._measure_all(bench, written)

    text = written.read_text()
    assert "| name | some work | at most 2 × | 1 × | 1 |  | yes |" in text
    assert "cut off after 1 of 2 rows" in text


def test_drawings_are_svg_with_a_title():
    bars = fromstring(plots.bars("Requests", {"serve": 9000.0, "a <bare> view": 7000.0}, ["serve"]))
    lines = fromstring(plots.lines("Costs", [10, 1000], {"home": [8.0, 9.0], "trip": [12.0, 12.1]}))

    name = "{http://www.w3.org/2000/svg}"
    assert [bars.find(f"{name}title").text, lines.find(f"{name}title").text] == ["Requests", "Costs"]
    assert [rect.get("class") for rect in bars.iter(f"{name}rect")] == ["ours", "peer"]
    assert len(list(lines.iter(f"{name}polyline"))) == 2
