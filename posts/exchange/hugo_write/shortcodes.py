"""Hugo's shortcodes as they are written, and text that only looks like one kept from running."""

import re

from ..hugo.regions import Regions, find_regions

_MARK = re.compile(r"\{\{([<%])")
_WHOLE = re.compile(r"\{\{([<%])((?:(?!\{\{[<%]|/\*|\*/|[<%]\}\}|\n[ \t]*\n).){0,2000}?)([>%])\}\}", re.DOTALL)
_STOP = "\u200b"


def figure(src: str, title: str, caption: str, alt: str, link: str) -> str:
    """Return a `figure` shortcode; what is empty is left out."""
    values = {"src": src, "link": link, "title": title, "caption": caption, "alt": alt}
    written = [f"{name}={_argument(value, name)}" for name, value in values.items() if value.strip()]
    return f"{{{{< figure {' '.join(written)} >}}}}"


def reference(slug: str) -> str:
    """Return what stands for the address of another exported trip."""
    return f'{{{{< ref "/posts/{slug}/index.md" >}}}}'


def _argument(value: str, name: str) -> str:
    """Quote a value. In a string of Hugo's a backslash is just one but before a quotation mark; raw ones know none."""
    value = _MARK.sub(r"{&#123;\1" if name == "caption" else rf"{{{{{_STOP}\1", " ".join(value.split()))
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    if "`" not in value:
        return f"`{value}`"
    return '"' + value.replace("\\", "").replace('"', '\\"') + '"'


def escaped(source: str) -> str:
    """Return Markdown in which nothing runs as a shortcode: Hugo looks for them everywhere, in code, too."""
    if "{{<" not in source and "{{%" not in source:
        return source
    regions = _regions(source)
    written: list[str] = []
    position = 0
    while mark := _MARK.search(source, position):
        written.append(source[position : mark.start()])
        is_code = regions.closed_end(mark.start()) is not None
        whole = _WHOLE.match(source, mark.start()) if is_code else None
        if whole and whole[1] == {">": "<", "%": "%"}[whole[3]]:
            written.append(f"{{{{{whole[1]}/*{whole[2]}*/{whole[3]}}}}}")
            position = whole.end()
        else:
            written.append(f"{{{{{_STOP}{mark[1]}" if is_code else f"{{&#123;{mark[1]}")
            position = mark.end()
    return "".join([*written, source[position:]])


def _regions(source: str) -> Regions:
    """Find code as the log's own Markdown does, to which a shortcode is nothing that could hold code."""
    return find_regions(_MARK.sub(r"{[\1", source))
