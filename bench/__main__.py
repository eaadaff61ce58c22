"""Everything in one run: `make bench`, or in under three minutes and with small logs `make bench QUICK=1`.

Each row of the table is one function in bench/rows. Servers run on one core, what asks them on the other; ours and
the peer's take turns, and the median of three counts. What a run needs lies in var/bench and is used again.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from bench import page, plots
from bench.harness import Bench
from bench.processes import PROJECT
from bench.row import Outcome, Row, Skipped
from bench.rows import desk, export, files, http, keeping, pictures, rendering, searching

ROWS: list[Row] = [
    row for module in (http, rendering, pictures, export, files, desk, searching, keeping) for row in module.ROWS
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small logs, short runs")
    parser.add_argument("--only", nargs="+", metavar="ROW", choices=[row.name for row in ROWS], help="these rows alone")
    parser.add_argument("--page", type=Path, default=page.PAGE, help="where the table goes (%(default)s)")
    options = parser.parse_args()
    folder = PROJECT / "var" / "bench" / ("quick" if options.quick else "full")
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(folder, options.quick, postgresql=os.environ.get("TEST_DATABASE_URL", ""))
    rows = [row for row in ROWS if not options.only or row.name in options.only]
    if not options.only:
        bench.make_logs()
    measured = [(row, _measured(row, bench)) for row in rows]
    if options.only:
        print(page.table(measured))
    else:
        page.write(
            options.page,
            measured,
            options.quick,
            _draw(bench, [each for _, each in measured if isinstance(each, Outcome)]),
        )
        print(f"Written to {options.page}.")
    missed = [
        row.name
        for row, outcome in measured
        if isinstance(outcome, Outcome) and not row.limit.is_met_by(outcome.median)
    ]
    if missed:
        print(f"Not met: {', '.join(missed)}.")
    return 0


def _measured(row: Row, bench: Bench) -> Outcome | str:
    start = time.perf_counter()
    try:
        outcome: Outcome | str = row.measure(bench)
    except Skipped as reason:
        outcome = str(reason)
    told = f"skipped: {outcome}" if isinstance(outcome, str) else f"{outcome.median:.3g} {row.limit.unit} ({row.limit})"
    print(f"{row.name:<18} {told}   [{time.perf_counter() - start:.0f} s]", flush=True)
    return outcome


def _draw(bench: Bench, outcomes: list[Outcome]) -> list[str]:
    """Draw what was measured and return the names of the files."""
    page.IMAGES.mkdir(exist_ok=True)
    rates = {name: rate for outcome in outcomes for name, rate in outcome.drawn.items()}
    sizes = sorted({bench.sizes.small, bench.sizes.middle, bench.sizes.large})
    drawings = {
        "cost-by-size.svg": plots.lines(
            "Milliseconds to render a page with every cache empty, by the size of the log",
            sizes,
            rendering.by_size(bench, sizes),
        )
    }
    if rates:
        ours = [name for name in rates if name.startswith(("serve", "nginx, our"))]
        title = "Requests a second for a trip's page, served by one core"
        drawings = {"throughput-by-peer.svg": plots.bars(title, rates, ours)} | drawings
    for name, drawing in drawings.items():
        (page.IMAGES / name).write_text(drawing)
    return list(drawings)


if __name__ == "__main__":
    sys.exit(main())
