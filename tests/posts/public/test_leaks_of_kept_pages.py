"""Every public surface once more through pages that were kept, in memory and as files."""

import pytest

from tests.tripsite.pages.reading import Reader

from .test_leaks_of_people import hold_to_visibilities

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["memory", "files"])
def test_each_visibility_lets_out_what_it_says_at_once(place, tmp_path):
    hold_to_visibilities(Reader(tmp_path / "pages" if place == "files" else None))
