"""Add the vendored scripts to the bill of materials that cyclonedx-py made of the lock (CycloneDX 1.6)."""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

RECORD = Path(__file__).with_name("vendored.json")


def component(part: dict[str, Any]) -> dict[str, Any]:
    name, version = part["package"], part["version"]
    address = f"pkg:npm/{quote(name, safe='/')}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": [{"license": {"id": part["license"]}}],
        "components": [
            {"type": "file", "name": file, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for file, digest in part["sha256"].items()
        ],
    }


def main(file: Path) -> None:
    bill = json.loads(file.read_text())
    bill["components"] += [component(part) for part in json.loads(RECORD.read_text()).values()]
    file.write_text(json.dumps(bill, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
