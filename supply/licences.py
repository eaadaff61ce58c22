"""Write docs/licences.md: every part this program is delivered or tested with, its version and its terms.

`make licences`; the terms of Python packages are those that their own metadata names, as installed.
"""

import json
import re
import sys
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "licences.md"
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)
CLASSIFIER = "License :: "
LONGEST = 60
# Whose metadata names none; read from the file that lies in the package.
READ = {"axe-playwright-python": "MIT"}
INTRODUCTION = """# Licences

Written by `make licences` from the locks, from the packages' own metadata and from `supply/vendored.json`. The program
itself is under the [MIT license](../LICENSE). The letters on cards for sharing are Barlow Semi Condensed (OFL-1.1), the
outlines of the world are Natural Earth's (public domain); their terms lie beside them.
"""


def main() -> None:
    runtime = pinned(PROJECT / "requirements.txt")
    tools = pinned(PROJECT / "requirements-dev.txt")
    tables = [
        table("What runs", [(name, version, terms(name)) for name, version in runtime.items()]),
        table("What browsers get", vendored()),
        table("What only tests and checks use", [(n, v, terms(n)) for n, v in tools.items() if n not in runtime]),
        table("What only the audits use (npm)", audits()),
    ]
    PAGE.write_text("\n".join([INTRODUCTION, *tables]))


def pinned(lock: Path) -> dict[str, str]:
    return {found["name"].lower(): found["version"] for found in PINNED.finditer(lock.read_text())}


def terms(package: str) -> str:
    """Return the licence that an installed package names, as shortly as it does."""
    try:
        about = cast(Message, metadata(package))
    except PackageNotFoundError:
        return "(not needed on this system)"
    return (
        expression(about)
        or READ.get(package)
        or sys.exit(f"licences: {package} names none; look into it and add it to READ")
    )


def expression(about: Message) -> str:
    if stated := about.get("License-Expression"):
        return stated
    classified = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier", []) if each.startswith(CLASSIFIER)]
    if classified and classified != ["OSI Approved"]:
        return ", ".join(classified)
    first = (about.get("License") or "").strip().partition("\n")[0]
    return first if 0 < len(first) <= LONGEST else ""


def vendored() -> list[tuple[str, str, str]]:
    record = json.loads(Path(__file__).with_name("vendored.json").read_text())
    return [(part["package"], part["version"], part["license"]) for part in record.values()]


def audits() -> list[tuple[str, str, str]]:
    lock = json.loads((PROJECT / "tests" / "audit" / "package-lock.json").read_text())
    parts = {path.rpartition("node_modules/")[2]: part for path, part in lock["packages"].items() if path}
    return [(name, part["version"], str(part.get("license", "see its package"))) for name, part in parts.items()]


def table(title: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"| {name} | {version} | {licence} |" for name, version, licence in sorted(rows)]
    return "\n".join([f"## {title}\n", "| part | version | terms |", "| --- | --- | --- |", *lines, ""])


if __name__ == "__main__":
    main()
