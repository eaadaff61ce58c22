"""Everything in one run: `make bench`, or in under three minutes and with small logs `make bench QUICK=1`.

Each row of the table is one function in bench/rows. Servers run on one core, what asks them on the other; ours and
the peer's take turns, and the median of three counts. What a run needs lies in var/bench and is used again. The page
is written after every row, so that a run that is cut off leaves what it had.
"""

import argparse
import os
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench import page, plots
from bench.harness import Bench
from bench.processes import PROJECT
from bench.row import Failed, Measured, Outcome, Row, Skipped
from bench.rows import desk, export, files, http, keeping, pictures, rendering, searching

ROWS: list[Row] = [
    row for module in (http, rendering, pictures, export, files, desk, searching, keeping) for row in module.ROWS
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small logs, short runs")
    parser.add_argument("--only", nargs="+", metavar="ROW", choices=[row.name for row in ROWS], help="these rows alone")
    parser.add_argument("--page", type=Path, default=page.PAGE, help="where the table goes (%(default)s)")
    parser.add_argument("--built", type=int, metavar="TRIPS", help="how many trips the rows of build_site build")
    parser.add_argument("--large", type=int, metavar="TRIPS", help="how many trips the large log has")
    options = parser.parse_args()
    folder = PROJECT / "var" / "bench" / ("quick" if options.quick else "full")
    folder.mkdir(parents=True, exist_ok=True)
    with Bench(folder, options.quick, postgresql=os.environ.get("TEST_DATABASE_URL", "")) as bench:
        bench.sizes = replace(
            bench.sizes, built=options.built or bench.sizes.built, large=options.large or bench.sizes.large
        )
        if options.only:
            measured = [(row, _measured(row, bench)) for row in ROWS if row.name in options.only]
            print(page.table(measured))
        else:
            bench.make_logs()
            measured = _measure_all(bench, options.page)
            print(f"Written to {options.page}.")
    return _tell(measured)


def _measure_all(bench: Bench, written: Path) -> list[Measured]:
    """Measure row after row, with what is known on the page after each."""
    measured: list[Measured] = []
    for row in ROWS:
        measured.append((row, _measured(row, bench)))
        page.write(written, page.Run(measured, len(ROWS), bench.is_quick, bench.sizes))
    page.write(written, page.Run(measured, len(ROWS), bench.is_quick, bench.sizes, _draw(bench, measured)))
    return measured


def _measured(row: Row, bench: Bench) -> Outcome | Exception:
    start = time.perf_counter()
    outcome: Outcome | Exception
    try:
        measured = row.measure(bench)
        outcome, told = measured, f"{measured.median:.3g} {row.limit.unit} ({row.limit})"
    except Exception as error:
        outcome = error
        told = f"{'skipped' if isinstance(error, Skipped) else 'FAILED'}: {error}"
        if not isinstance(error, Skipped | Failed):
            traceback.print_exc()
    print(f"{row.name:<18} {told}   [{time.perf_counter() - start:.0f} s]", flush=True)
    return outcome


def _tell(measured: Sequence[Measured]) -> int:
    """Name the rows that missed their limit, and return 1 where one could not be measured though it should."""
    outcomes = [(row, outcome) for row, outcome in measured if isinstance(outcome, Outcome)]
    if missed := [row.name for row, outcome in outcomes if not row.limit.is_met_by(outcome.median)]:
        print(f"Not met: {', '.join(missed)}.")
    if failed := [row.name for row, outcome in measured if not isinstance(outcome, Outcome | Skipped)]:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _draw(bench: Bench, measured: Sequence[Measured]) -> dict[str, str | Exception]:
    """Return the drawings by the names of their files; one that could not be made is the reason."""
    outcomes = [outcome for _, outcome in measured if isinstance(outcome, Outcome)]
    rates = {name: rate for outcome in outcomes for name, rate in outcome.drawn.items()}
    drawings: dict[str, str | Exception] = {"throughput-by-peer.svg": Skipped("no server was measured")}
    if rates:
        ours = [name for name in rates if name.startswith(("serve", "nginx, our"))]
        title = "Requests a second for a trip's page, served by one core"
        drawings["throughput-by-peer.svg"] = plots.bars(title, rates, ours)
    title = "Milliseconds to render a page with every cache empty, by the size of the log"
    try:
        drawings["cost-by-size.svg"] = plots.lines(title, *rendering.by_size(bench))
    except Exception as reason:
        drawings["cost-by-size.svg"] = reason
    return drawings


if __name__ == "__main__":
    sys.exit(main())
