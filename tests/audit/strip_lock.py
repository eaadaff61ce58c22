"""Take the addresses out of package-lock.json: of the registry it was made with, and of sponsors. Hashes stay."""

import json
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "package-lock.json"

if __name__ == "__main__":
    lock = json.loads(LOCK.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")
