"""New rows by the hundred: saved at once, with all that saving each of them would have brought about."""

from collections.abc import Sequence
from typing import Any

import reversion

from . import index, slugs
from .search import changes


def create(rows: Sequence[Any]) -> None:
    """Save new rows of one model, within `one_change()`.

    Their texts' references are indexed, their words marked to be, their slugs are no retired ones any more, and they
    are in the version that is being made.
    """
    if not rows:
        return
    model = type(rows[0])
    model._default_manager.bulk_create(rows)
    if model in index.TEXTS:
        index.add(rows)
    slugs.forget_retired(model, {row.slug for row in rows if hasattr(row, "slug")})
    changes.created(model, rows)
    add_to_version(rows)


def add_to_version(rows: Sequence[Any]) -> None:
    """Have rows of one model, as they are now and with their parts, in the version that is being made, if one is."""
    if reversion.is_active() and reversion.is_registered(type(rows[0])):
        for row in rows:
            reversion.add_to_revision(row)
