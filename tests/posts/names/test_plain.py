"""People who are not public in plain words: what readers of a text would read."""

import pytest

from posts.names.knowledge import KnownPerson, things
from posts.names.plain import Secrets, addresses_of, find, short_names, telling_names

ADA = KnownPerson(1, "ada", ("Ada Lovelace", "Enchantress", "Ada Byron"), "hidden")
WILL = KnownPerson(2, "will", ("Will Fancher",), "pseudonym")


def words(source, here=(), ignored=()):
    secrets = Secrets(
        telling_names([ADA, WILL]),
        short_names(here),
        frozenset({"ada", "will"}),
        addresses_of([("https://www.ada.example/", ADA), ("mailto:ada@byron.example", ADA)]),
        things(ignored),
    )
    return [plain.words for plain in find(source, secrets)]


@pytest.mark.parametrize(
    "source",
    [
        "With Ada Lovelace.",
        "with ADA LOVELACE",
        "with ada lovelace",
        "with Ada\nLovelace",
        "with Ada Byron, as she was called",
        "by the Enchantress",
        "in `Ada Lovelace` and code",
        "```\nAda Lovelace\n```",
        "[Ada Lovelace](https://example.org/)",
        "[Ada Lovelace](person:bob)",
        "[Ada Lovelace](person:nobody)",
        "![Ada Lovelace](https://example.org/a.jpg)",
        '[words](https://example.org/ "Ada Lovelace")',
        '<abbr title="Ada Lovelace">AL</abbr>',
        "### Ada Lovelace\n",
        "A*da* Lovelace",
        "&#65;da Lovelace",
        "with-ada-lovelace",
        "text[^1]\n\n[^1]: Ada Lovelace",
        "*[AL]: Ada Lovelace\n\nAL spoke.",
        "[her page](https://ada.example/about)",
        "write to ada@byron.example",
    ],
)
def test_names_that_readers_would_read_are_found(source):
    assert len(words(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "With [Ada Lovelace](person:ada).",
        "With [**Ada** Lovelace](person:ada).",
        "[Ada Lovelace][1]\n\n[1]: person:ada",
        "<!-- Ada Lovelace -->",
        "With Ada.",  # who is not on this trip
        "Adabyron, Ada\n\nLovelace Street",
        "[x](https://nevada.example/) and [y](https://ada.example.org/)",
        "",
    ],
)
def test_the_rest_is_not(source):
    assert words(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("With Ada.", ["Ada"]),
        ("With Lovelace.", ["Lovelace"]),
        ("Ada's talk and [Ada](person:ada)", ["Ada"]),
        ("in ada", []),
        ("Will you come?", []),
        ("Then Will came.", ["Will"]),
        ("We met Will.", ["Will"]),
    ],
)
def test_short_names_count_for_those_on_the_trip(source, found):
    assert words(source, here=[ADA, WILL]) == found


def test_ignored_single_names_do_not_count_but_full_names_do():
    assert words("Ada and Ada Lovelace", here=[ADA], ignored=["Ada", "Ada Lovelace"]) == ["Ada Lovelace"]
