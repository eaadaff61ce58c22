import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.prose.references import find
from posts.prose.retarget import occurrences, retarget

TEXT = """\
Met [Nic](person:nic) and [*Nic* again](<person:nic>), not [Nico](person:nic-o).

`[Nic](person:nic)` and \\[Nic](person:nic)

```
[Nic](person:nic)
```

[By name][n], [again][n].

[n]: person:nic "Nic"

<a href="person:nic">Nic</a>
"""


def test_retarget_all():
    expected = (
        TEXT.replace("[Nic](person:nic) and [*", "[Nic](person:nicolas) and [*", 1)
        .replace("<person:nic>", "<person:nicolas>")
        .replace("[n]: person:nic", "[n]: person:nicolas")
        .replace('"person:nic"', '"person:nicolas"')
    )
    assert retarget(TEXT, "person", ["nic"], "nicolas") == expected


def test_retarget_only_some():
    assert retarget("[a](person:nic) [b](person:nic)", "person", ["nic"], "x", only={1}) == (
        "[a](person:nic) [b](person:x)"
    )


def test_occurrences_of_a_definition_used_twice():
    spans = [
        (each.start, each.positions) for each in occurrences("[a][n] [b][n]\n\n[n]: person:nic", "person", ["nic"])
    ]
    assert spans == [(20, (0, 1))]


def test_retarget_a_slug_written_percent_encoded():
    assert retarget("[Jörg](person:j%C3%B6rg)", "person", ["jörg"], "joerg") == "[Jörg](person:joerg)"


def test_retarget_other_kinds_stay():
    assert retarget("[x](place:nic)", "person", ["nic"], "y") == "[x](place:nic)"


# How long a text takes depends on what else the machine does.
@settings(deadline=None)
@given(st.lists(st.sampled_from(["[a](person:nic)", "`person:nic`", "person:nic", "words", "\n\n", "[b](person:bo)"])))
def test_every_reference_is_moved_and_nothing_else(parts):
    source = " ".join(parts)
    moved = find(retarget(source, "person", ["nic"], "nicolas"))
    assert [(each.kind, each.slug, each.label) for each in moved] == [
        (each.kind, "nicolas" if each.slug == "nic" else each.slug, each.label) for each in find(source)
    ]


@pytest.mark.parametrize("source", ["", "no reference", "person:nic"])
def test_retarget_without_references(source):
    assert retarget(source, "person", ["nic"], "x") == source
