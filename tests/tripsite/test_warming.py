"""A process that is about to answer has done beforehand what its first reader would have waited for."""

import subprocess
import sys

from tests.conftest import PROJECT

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
