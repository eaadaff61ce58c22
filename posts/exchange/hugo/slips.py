"""Words that look like a slip of the pen for somebody's name: offered, never changed."""

import re
from collections.abc import Sequence
from typing import Protocol

from posts.names.given_names import GIVEN_NAMES
from posts.names.slips import SHORTEST, one_apart, shortened

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
    names = {name for name in names if len(name) >= SHORTEST}
    if not names:
        return []
    near = {form: name for name in names for form in shortened(name)}
    text = post.body.text
    places: dict[str, list[int]] = {}
    for found in _WORD.finditer(text):
        if found[0][0].isupper():
            places.setdefault(found[0], []).append(found.start())
    remarks = []
    for word, positions in places.items():
        if word in names or len(positions) > 2 or word.lower() in GIVEN_NAMES:
            continue
        name = next((near[form] for form in shortened(word) if form in near), None)
        if name and one_apart(word, name):
            remarks.append(f"line {post.line(positions[0])}: “{word}” looks like a slip for {name}; left as it is")
    return remarks
