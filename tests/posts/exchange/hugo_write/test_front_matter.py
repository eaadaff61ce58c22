import uuid

import pytest
import yaml

from posts.exchange.hugo.exported import Exported, read_exported
from posts.exchange.hugo.front_matter import parse
from posts.exchange.hugo_write.front_matter import to_yaml
from posts.exchange.schema import TripDocument

KEY = uuid.UUID(int=7)


@pytest.mark.parametrize(
    "title", ["---", "a: b", "'", '"#', "yes", "2024-03-14", "tab\there", "[x] {y} & *z", "日本 🚆"]
)
def test_hostile_titles_are_read_back(title):
    trip = TripDocument(uuid=KEY, slug="oslo", title=title, tags=[title])
    written = to_yaml(trip, Exported(version=1, uuid=KEY), f"one\n---\n{title}", "", is_draft=True)
    read = parse(written + "\nText\n")
    assert (read.values["title"], read.values["tags"]) == (title, [title])
    assert read.values["description"] == f"one\n---\n{title}"
    assert read.body == "\nText\n"
    assert yaml.safe_load(written.split("\n---\n")[0])["draft"] is True
    assert read_exported(read.values) == (Exported(version=1, uuid=KEY), [])


def test_a_map_that_cannot_be_used_is_named():
    assert read_exported({}) == (None, [])
    told = {"version": "2", "uuid": str(KEY)}
    assert read_exported({"tripsite": told}) == (
        None,
        ["tripsite.version: Input should be less than or equal to 1; the post was read without this map"],
    )
