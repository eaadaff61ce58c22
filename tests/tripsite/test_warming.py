"""A process that is about to answer has done beforehand what its first reader would have waited for."""

import subprocess
import sys

from tests.conftest import PROJECT
from tests.tripsite.command import manage

WATCHED = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
ASKED = """
import sys
import tripsite.wsgi
from django.db import connections
from django.template import engines
known = engines["django"].engine.template_loaders[0].get_template_cache
before = set(sys.modules), len(known)
from django.urls import reverse
from django.template.loader import get_template
reverse("trip", args=["a"])
get_template("posts/trip.html"), get_template("posts/_section.html"), get_template("base.html")
news = sorted(name for name in set(sys.modules) - before[0] if name.startswith(("posts", "people", "media")))
print(news, len(known) - before[1], connections["default"].connection)
"""


def test_a_process_has_imported_and_compiled_what_it_answers_with(tmp_path):
    environment = {"PATH": "/usr/bin:/bin", "TRIPSITE_HOME": str(tmp_path), "DEBUG": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert (answer.stdout.strip(), answer.returncode) == ("[] 1 None", 0), answer.stderr


def test_what_starting_made_is_not_looked_through_for_garbage(tmp_path):
    """Looking through it took longer than a short command has to work; what comes after is looked through."""
    command = manage(tmp_path, "shell", "--no-imports", "--command", WATCHED)
    assert command.stdout.strip() == "True True", command.stderr
    server = manage(
        tmp_path, "shell", "--no-imports", "--command", f"import gc; gc.unfreeze()\nimport tripsite.wsgi\n{WATCHED}"
    )
    assert server.stdout.strip() == "True True", server.stderr
