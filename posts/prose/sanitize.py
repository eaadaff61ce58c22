"""The one sanitizer: whatever a text holds, only this comes out.

bleach goes first and nh3 last, on the same lists; a strict content security policy stands behind both.
"""

import re

import bleach
import nh3

REFERENCE_SCHEMES = frozenset({"person", "place", "trip", "talk", "event", "figure"})
SCHEMES = frozenset({"http", "https", "mailto"}) | REFERENCE_SCHEMES

TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr i img ins
    kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u
    ul var wbr
    """.split()
)

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "details": {"open"},
    "img": {"alt", "src"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "span": {"aria-label", "role"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}

# As a pattern, the attributes of a tag that came out: nh3 puts each value in double quotes, and none holds one.
ATTRIBUTES_WRITTEN = r'(?:\s+[\w:-]+="[^"]*")*'

# The words inside a script or a style sheet are no prose: without its tags they would be shown as text.
_WORDLESS = re.compile(r"<(script|style|template|iframe|object)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)

_bleach = bleach.Cleaner(
    tags=TAGS,
    attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
    protocols=SCHEMES,
    strip=True,
    strip_comments=True,
)


def sanitize(html: str) -> str:
    """Return HTML reduced to prose: allowed elements, attributes and link schemes, in nh3's canonical form.

    References (`person:…`, `figure:…`) pass as links and images, to be resolved afterwards.
    """
    return nh3.clean(
        _bleach.clean(_WORDLESS.sub("", html)),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
