"""The Nu HTML checker on the HTML of every kind of page and on the stylesheets."""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.sample_server import PROJECT, manage

from .pages import ADDITIONS, PAGES
from .result import Result
from .tools import NODE_MODULES, what_is_missing

NAME = "Nu HTML checker"
CHECKER = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
STYLESHEETS = PROJECT / "tripsite" / "static" / "css"
SHOW_ERROR_PAGE = "from django.template.loader import render_to_string; print(render_to_string('500.html'))"
# Sound CSS that the checker does not know yet, in its own words: https://www.w3.org/TR/css-view-transitions-2/,
# https://www.w3.org/TR/css-ui-4/#field-sizing and https://www.w3.org/TR/css-conditional-5/#container-queries
UNKNOWN_CSS = {
    "CSS: Unrecognized at-rule “@container”",
    "CSS: “container-type”: Property “container-type” doesn't exist.",
    "CSS: “field-sizing”: Property “field-sizing” doesn't exist.",
    "CSS: Unrecognized at-rule “@view-transition”",
    "CSS: “view-transition-name”: Property “view-transition-name” doesn't exist.",
}


def audit_markup(home: Path, origin: str) -> Result:
    if missing := what_is_missing("java", CHECKER):
        return Result(NAME, "", skipped=missing)
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in (PAGES | ADDITIONS).items():
            _file(folder, f"{name}.html").write_bytes(_html(origin + kind.path))
        _file(folder, "server error.html").write_text(manage(home, "shell", "--verbosity=0", "-c", SHOW_ERROR_PAGE))
        for stylesheet in STYLESHEETS.glob("*.css"):
            shutil.copy(stylesheet, folder)
        files = sorted(Path(folder).iterdir())
        command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--also-check-css", *map(str, files)]
        checked = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return Result(NAME, f"{len(files)} files", findings_in(json.loads(checked.stderr)["messages"]))


def findings_in(messages: list[dict]) -> list[str]:
    """Return what the checker complains about, but for CSS it does not know, and what it has come to know."""
    complaints = Counter(_told(message) for message in messages if not _is_unknown_css(message))
    met = {message["message"] for message in messages if _is_unknown_css(message)}
    outdated = [f"no longer complained of, so no longer to be excepted: {words}" for words in sorted(UNKNOWN_CSS - met)]
    return [f"{told} ({times} times)" for told, times in complaints.items()] + outdated


def _is_unknown_css(message: dict) -> bool:
    return message["message"] in UNKNOWN_CSS and message.get("url", "").endswith(".css")


def _file(folder: str, name: str) -> Path:
    return Path(folder) / name.replace(" ", "-")


def _html(address: str) -> bytes:
    try:
        with urlopen(address, timeout=30) as response:
            return bytes(response.read())
    except HTTPError as error:  # the page that says that there is none
        with error:
            return error.read()


def _told(message: dict) -> str:
    """Tell an error, a warning or a failure of the checker itself; it calls a warning an info."""
    kind = message.get("subType", message["type"])
    extract = re.sub(r"\s+", " ", message.get("extract", ""))
    where = f"{Path(message.get('url', '')).name}:{message.get('lastLine', '?')}"
    return f"{where}: {kind}: {message['message']} [{extract}]"
