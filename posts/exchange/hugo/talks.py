"""Sentences that seem to tell of a talk: proposed in the report, entered by the writer."""

import re
from typing import Protocol

from .passages import Passage

_NAME = r"[A-Z][\w'’-]+(?: (?:van|von|de|der|la|bin|[A-Z]\.|[A-Z][\w'’-]+)){0,4}"
_TALK = r"(?:talk|keynote|presentation|session|workshop|lecture|tutorial)"
_SIGNS = re.compile(
    rf"\b{_TALK}\b[^.!?\n]{{0,60}}?\bby\s+(?:\[[^\]]{{2,80}}\]|{_NAME})"
    rf"|\[[^\[\]]{{2,80}}\]\([^()\s]{{1,500}}\)\**['’]s?\s+(?:[\w“\"'-]+\s+){{0,4}}?{_TALK}\b"
    rf"|\*\*{_NAME}['’]s?[^*\n]{{0,60}}\b{_TALK}\*\*"
    rf"|(?<![\w_*])[_*][A-Z][^_*\n]{{5,150}}[_*]\s+by\s+(?:\[|{_NAME})"
)
MOST = 50


class _Post(Protocol):
    @property
    def body(self) -> Passage: ...

    def line(self, position: int) -> int: ...


def propose_talks(post: _Post) -> list[str]:
    """Return a remark for each sentence that names a talk and who gave it, with the words that say so."""
    remarks = []
    text = post.body.text
    for found in _SIGNS.finditer(text):
        if post.body.regions.closed_end(found.start()) is not None:
            continue
        words = " ".join(re.sub(r"\]\([^()\s]*\)|\[|\]", "", found[0]).split())
        remarks.append(f"line {post.line(found.start())}: perhaps a talk: “{words}”")
        if len(remarks) == MOST:
            remarks.append(f"more than {MOST} sentences look like talks; the rest is not listed")
            break
    return remarks
