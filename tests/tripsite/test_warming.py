"""A process that is about to answer has done beforehand what its first reader would have waited for."""

import subprocess
import sys

from tests.conftest import PROJECT
from tests.tripsite.command import manage

WATCHED = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
LEFT_OUT = """
import sys
import reversion
from django.contrib import admin
from django.urls import reverse
from tripsite.management.commands import build_site
from tripsite.site.pages import public_addresses
from django.template.loader import get_template
with public_addresses():
    reverse("home")
get_template("posts/trip.html")
print(*(name in sys.modules for name in ("posts.admin.days", "ninja", "structlog", "rich")))
kept = set(reversion.get_registered_models())
admin.autodiscover()
print("posts.admin.days" in sys.modules, len(kept) > 10, kept == set(reversion.get_registered_models()))
"""
CHECKED = """
from django.contrib import admin
from django.core import checks
print(admin.site.is_registered(Trip), checks.run_checks(tags=["admin"]), admin.site.is_registered(Trip))
"""
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


def test_building_the_site_imports_neither_the_desk_nor_the_api_nor_what_draws_bars_and_json_lines(tmp_path):
    """Versions are kept all the same, of the same things, and the desk is checked."""
    command = manage(tmp_path, "shell", "--no-imports", "--command", LEFT_OUT)
    assert command.stdout.split() == [*["False"] * 4, "True", "True", "True"], command.stderr
    checked = manage(tmp_path, "shell", "--verbosity", "0", "--command", CHECKED)
    assert checked.stdout.strip() == "False [] True", checked.stderr


def test_what_starting_made_is_not_looked_through_for_garbage(tmp_path):
    """Looking through it took longer than a short command has to work; what comes after is looked through."""
    command = manage(tmp_path, "shell", "--no-imports", "--command", WATCHED)
    assert command.stdout.strip() == "True True", command.stderr
    server = manage(
        tmp_path, "shell", "--no-imports", "--command", f"import gc; gc.unfreeze()\nimport tripsite.wsgi\n{WATCHED}"
    )
    assert server.stdout.strip() == "True True", server.stderr
