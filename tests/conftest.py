"""Fixtures that every test has: files of its own, and the seed post where it lies beside the project."""

import fcntl
import gc
import os
from pathlib import Path

import pytest
from django.core.files.storage import storages

from media.models import Photo
from posts.models import ImportReview
from tests.tripsite.serving import new_log

PROJECT = Path(__file__).resolve().parent.parent
ON_POSTGRESQL = bool(os.environ.get("TEST_DATABASE_URL"))
# The fixtures that let a test ask the database.
DATABASES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
# What takes longest: run it with --everything, before a release and after a change to what it tests.
LONG = {
    *(f"browser/test_{name}.py" for name in ("account_pages", "desk_pages", "direction", "forced_colors", "imports")),
    *(f"browser/test_{name}.py" for name in ("layout", "lockout", "motion", "names", "print")),
    "posts/admin/test_editor.py",
    "posts/api/test_contract.py",
    "posts/api/test_paging.py",
    "posts/search/test_changes.py",
    "posts/public/test_leaks_of_kept_pages.py",
    "posts/public/test_leaks_of_people.py::test_the_leak_test_finds_a_gate_that_is_missing",
    "posts/test_untouched_pages.py",
    "posts/test_uploads.py",
    "test_translation.py",
    "browser/test_static_site.py",
    "tripsite/backup/test_between_logs.py",
    "tripsite/test_losses.py",
    "tripsite/test_several_machines.py",
    "tripsite/site/test_processes.py",
    "tripsite/site/test_random_changes.py",
    "tripsite/pages/test_nginx.py",
    "tripsite/pages/test_stress.py",
    "tripsite/test_observing.py",
    "tripsite/test_set_up.py",
    "tripsite/test_upgrading.py",
}
# Pages and files are drawn by the same code from the same rows.
SAME_ON_EVERY_DATABASE = {
    "media/",
    "posts/admin/",
    "posts/api/",
    "posts/public/test_leaks_of_people.py",
    "posts/templatetags/",
    "test_translation.py",
    "tripsite/",
}
SEED = PROJECT.parent / "shared" / "seed" / "content"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--everything", action="store_true", help="run what takes longest, too, and all of it on PostgreSQL"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes longest, and on PostgreSQL what is the same on every database; not if asked for by name."""
    if config.getoption("everything") or any(".py" in argument for argument in config.args):
        return
    left_out = LONG | (SAME_ON_EVERY_DATABASE if ON_POSTGRESQL else set())
    chosen = [item for item in items if not _lies_in(item, left_out) and (not ON_POSTGRESQL or _asks_a_database(item))]
    config.hook.pytest_deselected(items=list(set(items) - set(chosen)))
    items[:] = chosen


def pytest_collection_finish() -> None:
    """Leave alone what stays for the whole run: looking for garbage among it took an eighth of the tests' time."""
    gc.collect()
    gc.freeze()


def _lies_in(item: pytest.Item, places: set[str]) -> bool:
    """Whether a test is one of those named: by a folder, a file, or a file and the beginning of the test's name."""
    name = item.nodeid.removeprefix("tests/")
    return any(name.startswith(place) for place in places)


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASES & set(getattr(item, "fixturenames", [])))


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path, monkeypatch):
    """Give the test its own storages, so that no test finds another's pictures."""
    own = {
        name: {**settings.STORAGES[name], "OPTIONS": settings.STORAGES[name]["OPTIONS"] | {"location": tmp_path / name}}
        for name in ("default", "originals", "derivatives", "uploads")
    }
    settings.STORAGES = settings.STORAGES | own
    # A file field asks for its storage once, when the model is made.
    monkeypatch.setattr(Photo._meta.get_field("original"), "storage", storages["originals"])
    monkeypatch.setattr(ImportReview._meta.get_field("source"), "storage", storages["uploads"])


@pytest.fixture(scope="session")
def empty_log(tmp_path_factory, worker_id: str) -> Path:
    """The home of an empty log with its static files, to be copied: the processes of a test run make one of them."""
    base = tmp_path_factory.getbasetemp()
    home: Path = (base if worker_id == "master" else base.parent) / "empty-log"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            new_log(home.with_suffix(".part")).replace(home)
    return home


@pytest.fixture(scope="session")
def seed() -> Path:
    """The content folder of the post this program was made for."""
    if not SEED.is_dir():
        pytest.skip("the seed post (../shared/seed/content) is not beside the project")
    return SEED
