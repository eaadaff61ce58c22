"""Ways to have a script run that somebody did not write: what filters of HTML and Markdown are tried with.

The techniques are the known ones: event handlers (HTML Standard, 8.1.8.2, and what SVG and older browsers add), schemes
in disguise, elements that load, markup that parsers read twice and differently. `{}` is where a call or address goes.
"""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

CALL = "ran()"
WAYS: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text())
# Short enough for any field.
SHORT, SHORT_ADDRESSES = WAYS["short"], WAYS["short addresses"]


def in_texts() -> Iterator[str]:
    """Yield every vector for a text in Markdown, a block each."""
    for handler, carrier in product(WAYS["handlers"], WAYS["carriers"]):
        yield carrier.replace("{}", f"on{handler}={CALL}")
    for scheme, loader in product(WAYS["schemes"], WAYS["loaders"]):
        yield loader.replace("{}", scheme if CALL in scheme else scheme + CALL)
    for vector in (*WAYS["scripts"], *WAYS["read twice"]):
        yield vector.replace("{}", CALL)
        yield vector.replace("{}", CALL.replace("(", "&#40;"))
