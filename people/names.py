"""Names as people write them: `Nicolas (Nic)` is two."""

import re

_BRACKETED = re.compile(r"(.{1,150}?)\s*\((?:aka |a\.k\.a\. )?@?([^()]{1,60})\)\s*(.{0,100})")
_QUOTED = re.compile(r"(.{1,150}?)\s+[\"“„]([^\"“”]{1,60})[\"”]\s*(.{0,100})")


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Part `Nicolas (Nic)` or `Jane "JD" Doe` into the name and the names besides it."""
    for pattern in (_BRACKETED, _QUOTED):
        if found := pattern.fullmatch(name):
            return f"{found[1]} {found[3]}".strip(), (found[2].strip(),)
    return name.strip(), ()
