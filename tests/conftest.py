"""Fixtures that every test has: files of its own, and the seed post where it lies beside the project."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import storages

from media.models import Photo
from posts.models import ImportReview

PROJECT = Path(__file__).resolve().parent.parent
# The fixtures that let a test ask the database.
DATABASES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
SEED = PROJECT.parent / "shared" / "seed" / "content"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, run what asks a database: the rest was run with SQLite, and would only take time."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    chosen = [item for item in items if item.get_closest_marker("django_db") or DATABASES & set(_fixtures_of(item))]
    config.hook.pytest_deselected(items=list(set(items) - set(chosen)))
    items[:] = chosen


def _fixtures_of(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


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
def seed() -> Path:
    """The content folder of the post this program was made for."""
    if not SEED.is_dir():
        pytest.skip("the seed post (../shared/seed/content) is not beside the project")
    return SEED
