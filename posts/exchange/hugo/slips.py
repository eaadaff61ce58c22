"""Words that look like a slip of the pen for somebody's name: offered, never changed."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from .given_names import GIVEN_NAMES
from .passages import Passage
from .people import Person

_WORD = re.compile(r"(?<![\w/.@-])[^\W\d_]{5,30}(?![\w/@-])")


class _Post(Protocol):
    @property
    def body(self) -> Passage: ...

    def line(self, position: int) -> int: ...


def find_slips(post: _Post, people: Sequence[Person]) -> list[str]:
    """Return a remark for each capitalised word that is one letter away from the name of somebody linked."""
    names = {word for person in people for name in (person.name, *person.other_names) for word in name.split()}
    names = {name for name in names if len(name) >= 5}
    if not names:
        return []
    near = {form: name for name in names for form in _shortened(name)}
    text = post.body.text
    places: dict[str, list[int]] = {}
    for found in _WORD.finditer(text):
        if found[0][0].isupper():
            places.setdefault(found[0], []).append(found.start())
    remarks = []
    for word, positions in places.items():
        if word in names or len(positions) > 2 or word.lower() in GIVEN_NAMES:
            continue
        name = next((near[form] for form in _shortened(word) if form in near), None)
        if name and _one_apart(word, name):
            remarks.append(f"line {post.line(positions[0])}: “{word}” looks like a slip for {name}; left as it is")
    return remarks


def _shortened(word: str) -> Iterable[str]:
    """Yield a word, and it without each of its letters: two words one slip apart share one of these."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def _one_apart(word: str, name: str) -> bool:
    if word[0] != name[0] or word.rstrip("s") == name.rstrip("s"):
        return False
    if len(word) == len(name):
        differing = [index for index, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
        swapped = len(differing) == 2 and word[differing[0]] == name[differing[1]]
        return len(differing) == 1 or (swapped and differing[1] == differing[0] + 1)
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return len(longer) == len(shorter) + 1 and shorter in set(_shortened(longer))
