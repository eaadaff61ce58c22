"""The ways in which a visitor may be answered."""

import pytest

from tests.tripsite.pages.reading import Reader


@pytest.fixture(params=["made for each", "kept in memory", "kept as files"])
def visitor(request, client, tmp_path):
    """Somebody who reads pages that are made for them, or that were kept, in memory or as files."""
    if request.param == "made for each":
        return client
    return Reader(tmp_path / "pages" if request.param == "kept as files" else None)
