"""Every part that is not our own is what it says it is."""

import hashlib
import json
import re

from supply.licences import PINNED, pinned
from supply.sbom import component
from supply.vendor import FOLDER, RECORD
from tests.conftest import PROJECT

VENDORED = json.loads(RECORD.read_text())


def test_vendored_scripts_are_what_npm_gave():
    for name, part in VENDORED.items():
        assert part["integrity"].startswith("sha512-")
        assert part["sha256"].keys() == part["files"].keys()
        for file, digest in part["sha256"].items():
            assert hashlib.sha256((FOLDER / name / file).read_bytes()).hexdigest() == digest, f"{name}/{file}"


def test_no_vendored_file_is_without_a_record():
    known = {f"{name}/{file}" for name, part in VENDORED.items() for file in part["files"]}
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    unrecorded = {name for name in found - known if not name.endswith(("README.md", "LICENSE"))}
    assert unrecorded == {"natural-earth/world.json"}  # made of a package's data; its README says how


def test_each_python_package_has_hashes():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / lock).read_text()
        entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
        assert [entry for entry in entries if PINNED.match(entry) and "--hash=sha256:" not in entry] == []


def test_each_part_of_the_audits_has_a_hash():
    lock = json.loads((PROJECT / "tests" / "audit" / "package-lock.json").read_text())
    assert [name for name, part in lock["packages"].items() if name and not part.get("integrity")] == []


def test_licences_name_each_package_that_runs():
    page = (PROJECT / "docs" / "licences.md").read_text()
    missing = [name for name in pinned(PROJECT / "requirements.txt") if f"| {name} |" not in page]
    assert missing == [], "run make licences"


def test_bill_of_materials_names_a_vendored_script_with_its_hash():
    leaflet = component(VENDORED["leaflet"])
    assert leaflet["purl"] == f"pkg:npm/leaflet@{leaflet['version']}"
    assert leaflet["components"][0]["hashes"][0]["content"] == VENDORED["leaflet"]["sha256"]["leaflet.js"]
