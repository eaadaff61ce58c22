"""Fixtures that every test has: files of its own, and the seed post where it lies beside the project."""

from pathlib import Path

import pytest
from django.core.files.storage import storages

from media.models import Photo
from posts.models import ImportReview

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT.parent / "shared" / "seed" / "content"


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
