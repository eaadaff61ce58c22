"""How many requests a second a server answers, asked by wrk from the other core."""

import re
from collections.abc import Mapping

from bench.processes import LOAD_CORE, needed, run
from bench.row import Failed

# An address, and the headers it is asked with.
Asked = tuple[str, Mapping[str, str]]
CONNECTIONS = 32
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_OTHER = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_FAILED = re.compile(r"Socket errors: (.*)")


def requests_per_second(address: str, seconds: float, headers: Mapping[str, str] | None = None) -> float:
    """Raises Skipped where wrk is missing, Failed when not every answer was one."""
    lines = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    wrk = [needed("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *lines, address]
    output = run(wrk, core=LOAD_CORE).output
    for wrong in (_OTHER, _FAILED):
        if found := wrong.search(output):
            raise Failed(f"{address}: {found[0]}")
    rate = _RATE.search(output)
    if rate is None or not float(rate[1]):
        raise Failed(f"{address} did not answer in {seconds} s")
    return float(rate[1])


def side_by_side(first: Asked, second: Asked, seconds: float, runs: int) -> tuple[list[float], list[float]]:
    """Return the rates of two addresses, asked in turns after a moment of warming up."""
    for address, headers in (first, second):
        requests_per_second(address, 1, headers)
    rates = [
        (requests_per_second(first[0], seconds, first[1]), requests_per_second(second[0], seconds, second[1]))
        for _ in range(runs)
    ]
    return [mine for mine, _ in rates], [theirs for _, theirs in rates]
