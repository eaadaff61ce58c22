"""Shortcodes but for figures: turned into plain Markdown where known, shown as they were written where not."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from .edits import Edits
from .passages import Passage
from .pictures import FIGURE_SHORTCODES
from .references import KnownPosts, read_target
from .shortcodes import ESCAPED, Shortcode, unescaped

_LIQUID_CODE = re.compile(r"\{%-?\s*highlight\s+([\w+#-]+)[^%]*%\}\n?(.*?)\n?\{%-?\s*endhighlight[^%]*%\}", re.DOTALL)
Remark = Callable[[int, str], None]


def _youtube(code: Shortcode) -> tuple[str, str]:
    identifier = code.value("id", 0)
    return f"https://www.youtube.com/watch?v={identifier}", code.value("title") or "Video on YouTube"


def _vimeo(code: Shortcode) -> tuple[str, str]:
    return f"https://vimeo.com/{code.value('id', 0)}", code.value("title") or "Video on Vimeo"


def _gist(code: Shortcode) -> tuple[str, str]:
    user, identifier = code.value("user", 0), code.value("id", 1)
    return f"https://gist.github.com/{user}/{identifier}", code.value("file", 2) or "Gist on GitHub"


def _tweet(code: Shortcode) -> tuple[str, str]:
    user, identifier = code.value("user"), code.value("id")
    if not identifier and len(code.positional) > 1:
        user, identifier = code.positional[:2]
    return f"https://twitter.com/{user or 'i'}/status/{identifier or code.value('id', 0)}", "Post on Twitter"


def _instagram(code: Shortcode) -> tuple[str, str]:
    return f"https://www.instagram.com/p/{code.value('id', 0)}/", "Post on Instagram"


_EMBEDS: Mapping[str, Callable[[Shortcode], tuple[str, str]]] = {
    "youtube": _youtube,
    "vimeo": _vimeo,
    "gist": _gist,
    "tweet": _tweet,
    "twitter": _tweet,
    "x": _tweet,
    "instagram": _instagram,
}


def convert_shortcodes(
    passage: Passage,
    edits: Edits,
    remark: Remark,
    folder: PurePosixPath,
    posts: KnownPosts,
    slugs: Mapping[PurePosixPath, str],
    figures: set[int],
) -> None:
    """Rewrite every shortcode that is no link's target; `figures` are the positions of those that became figures."""
    targets = _used_as_targets(passage)
    for code in passage.regions.shortcodes:
        if code.start in targets or code.start in figures:
            continue
        if code.escaped:
            edits.replace(code.start, code.end, literal(code.escaped))
        elif code.is_broken:
            edits.replace(code.start, code.end, literal(passage.text[code.start : code.end]))
            remark(code.start, f"a shortcode that cannot be read, shown as written: {_brief(passage.text, code)}")
        elif code.name in ("ref", "relref") and (target := read_target(code, folder, posts)):
            slug = slugs.get(target.source, target.slug) if target.source else target.slug
            address = f"#{target.anchor}" if target.is_this_page else f"trip:{slug}"
            edits.replace(code.start, code.end, f"[{slug or target.anchor}]({address})")
        elif code.name in _EMBEDS and not code.is_closing and (code.positional or code.named):
            url, words = _EMBEDS[code.name](code)
            edits.replace(code.start, code.end, f"[{words}]({url})")
        elif code.name == "highlight":
            _fence(passage.text, code, edits)
        elif code.name == "details":
            summary = code.value("summary", 0) or code.value("title") or "Details"
            edits.replace(code.start, code.end, "" if code.is_closing else f"**{' '.join(summary.split())}**\n")
        elif code.name in FIGURE_SHORTCODES and code.is_closing:
            edits.replace(code.start, code.end, "")
        else:
            edits.replace(code.start, code.end, literal(passage.text[code.start : code.end]))
            remark(code.start, f"unknown shortcode, shown as written: {_brief(passage.text, code)}")
    _unescape_in_code(passage, edits)
    for start, end in passage.regions.closed:
        if passage.text.startswith("{%", start) and (code_block := _LIQUID_CODE.match(passage.text, start, end)):
            edits.replace(start, code_block.end(), f"```{code_block[1]}\n{code_block[2]}\n```")


def _unescape_in_code(passage: Passage, edits: Edits) -> None:
    """Show `{{</* … */>}}` in code as Hugo does: without the comment marks that keep it from running."""
    for found in ESCAPED.finditer(passage.text):
        if passage.regions.closed_end(found.start()) is not None:
            edits.replace(found.start(), found.end(), unescaped(found))


def literal(source: str) -> str:
    """Return Markdown that shows a text as it is, on one paragraph's lines."""
    joined = re.sub(r"\n\s*\n+", "\n", source)
    longest = max((len(run) for run in re.findall("`+", joined)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{ticks}{space}{joined}{space}{ticks}"


def _used_as_targets(passage: Passage) -> set[int]:
    used = {link.target.start for link in passage.links if isinstance(link.target, Shortcode)}
    used |= {item.target.start for item in passage.definitions.values() if isinstance(item.target, Shortcode)}
    tags = sorted((element.opening.start, element.opening.end) for element in passage.elements)
    position = 0
    for code in passage.regions.shortcodes:
        while position < len(tags) and tags[position][1] <= code.start:
            position += 1
        if position < len(tags) and tags[position][0] < code.start:
            used.add(code.start)
    return used


def _fence(text: str, code: Shortcode, edits: Edits) -> None:
    fence = "````" if "```" in text else "```"
    before = "" if text[max(0, code.start - 1) : code.start] in ("", "\n") else "\n"
    after = "" if text[code.end : code.end + 1] in ("", "\n") else "\n"
    if code.is_closing:
        edits.replace(code.start, code.end, f"{before}{fence}{after}")
    else:
        language = re.sub(r"[^\w+#-]", "", code.value("lang", 0)) or "text"
        edits.replace(code.start, code.end, f"{before}{fence}{language}{after}")


def _brief(text: str, code: Shortcode) -> str:
    return " ".join(text[code.start : min(code.end, code.start + 100)].split())
