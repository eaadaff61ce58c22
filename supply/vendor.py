"""Fetch the vendored scripts again from npm, in the versions that vendored.json names, and record their hashes there.

`make vendor` renews all of them; `make vendor ARGS="leaflet=1.9.5"` takes another version of one. npm's own hash of a
package is recorded when a version is first taken, and has to be the same ever after.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_name("vendored.json")
FOLDER = RECORD.parent.parent / "tripsite" / "static" / "vendor"
# Static files may refer only to what is here.
SOURCE_MAP = (b"//# sourceMappingURL=", b"/*# sourceMappingURL=")


def main(wanted: list[str]) -> None:
    record = json.loads(RECORD.read_text())
    versions = dict(each.split("=", 1) for each in wanted)
    if unknown := versions.keys() - record.keys():
        sys.exit(f"vendor: {', '.join(sorted(unknown))} is not vendored; these are: {', '.join(record)}")
    for name, part in record.items():
        if versions.get(name, part["version"]) != part["version"]:
            part["version"] = versions[name]
            part.pop("integrity", None)
        fetch(name, part)
        print(f"{part['package']} {part['version']}")
    RECORD.write_text(json.dumps(record, indent=2) + "\n")


def fetch(name: str, part: dict[str, Any]) -> None:
    """Put one package's files in place. Exits if npm gives other bytes than it once did."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{part['package']}@{part['version']}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603 - our record
        package = Path(folder) / done.stdout.strip().splitlines()[-1]
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
        if part.setdefault("integrity", integrity) != integrity:
            sys.exit(f"vendor: {part['package']} {part['version']} is not what it was: {integrity}")
        part["sha256"] = {}
        with tarfile.open(package) as archive:
            for target, source in part["files"].items():
                member = archive.extractfile(f"package/{source}")
                if member is None:
                    sys.exit(f"vendor: {part['package']} has no {source}")
                content = without_source_map(member.read())
                path = FOLDER / name / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                part["sha256"][target] = hashlib.sha256(content).hexdigest()


def without_source_map(content: bytes) -> bytes:
    """Drop a last line that refers to a source map."""
    head, _, last = content.rstrip(b"\n").rpartition(b"\n")
    return head + b"\n" if last.startswith(SOURCE_MAP) else content


if __name__ == "__main__":
    main(sys.argv[1:])
