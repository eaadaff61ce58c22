"""What WordPress keeps of a post, blocks or the classic editor's HTML, as Markdown.

Figures, tables and what is embedded stay HTML: the reading of posts understands these where they lie in Markdown.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from markdownify import ATX, BACKSLASH, MarkdownConverter

Remark = Callable[[str], None]
# The address of a link or a picture as it is to be in the text.
Address = Callable[[str], str]

_BLOCK_COMMENT = re.compile(r"<!--\s{0,9}(/?)wp:([a-z][a-z0-9/-]{0,100})")
# Blocks that hold nothing but their settings, and yet are understood.
_EMPTY_BLOCKS = {"more", "nextpage", "spacer", "separator"}
_CAPTION = re.compile(r"\[(caption)\b([^\]]{0,2000})\]")
_GALLERY = re.compile(r"\[gallery([^\]]{0,2000})\]")
_EMBED = re.compile(
    r"\[(?:embed|video|audio|playlist)([^\]]{0,2000})\]"
    r"(?:\s{0,9}(https?://[^\s\[\]]{1,500})?\s{0,9}\[/(?:embed|video|audio)\])?"
)
_CODE = re.compile(r"\[(code|sourcecode|php|python|js|bash)\b[^\]]{0,500}\]\n?")
_SHORTCODE = re.compile(
    r"\[(/?[a-z][a-z0-9-]{0,40}_[a-z0-9_-]{0,60}|contact-form[a-z0-9-]{0,40}|[a-z]{1,40}(?=\s{1,9}\w{1,40}=))"
    r"([^\[\]]{0,2000})\]"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))")
_BLOCK_TAGS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr"
    "|iframe|li|main|nav|object|ol|p|pre|section|style|script|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio"
)
_BEGINS_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})\b|<!--", re.IGNORECASE)
_KEPT_WHOLE = re.compile(r"<(pre|script|style|textarea|table|figure)\b", re.IGNORECASE)
_UNREAD = re.compile(r"<(pre|code|script|style)\b", re.IGNORECASE)
# WordPress shows what an address that stands alone on its line leads to.
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_MARK = "\ue100"


def to_markdown(content: str, pictures: Mapping[str, str], address: Address, remark: Remark) -> str:
    """Return the Markdown of a post's content. `pictures` are the addresses of attachments by their number.

    `remark` is told of each thing that is kept as it was written, since nothing here understands it.
    """
    content = content.replace("\r\n", "\n").replace("\r", "\n").replace(_MARK, "")
    is_blocks = "<!-- wp:" in content
    closed = content.rfind("-->") + 1
    content = content[:closed] + content[closed:].replace("<!--", "&lt;!--")  # what begins here never ends
    content = _pairs(content, _CODE, "[/{}]", lambda _, inner: f"<pre><code>{escape(inner)}</code></pre>")
    content = _pairs(content, _CAPTION, "[/{}]", _caption)
    content = _GALLERY.sub(lambda found: _gallery(found[1], pictures, remark), content)
    content = _EMBED.sub(_embedded, content)
    for shortcode in dict.fromkeys(found[0] for found in _SHORTCODE.finditer(_without_tags(content))):
        remark(f"unknown shortcode, shown as written: {' '.join(shortcode.split())[:100]}")
    content = _LONE_ADDRESS.sub(lambda found: f'<p><a href="{found[1]}">{found[1]}</a></p>', content)
    content = _blocks(content, remark) if is_blocks else with_paragraphs(content)
    markdown = _Converter(address).convert(_ended(content))
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def _ended(content: str) -> str:
    """Make text of tags that never end: parsers look for the end of each through all that follows, and drop them.

    Text, too, is what begins like a declaration: HTML within a page has none, and parsers refuse all of it for one.
    """
    content = re.sub("<!(?!--)", "&lt;!", content)
    closed = content.rfind(">") + 1
    return content[:closed] + content[closed:].replace("<", "&lt;")


def attributes(written: str) -> dict[str, str]:
    return {name.lower(): next(filter(None, values), "") for name, *values in _ATTRIBUTE.findall(written[:2000])}


def _pairs(content: str, opening: re.Pattern[str], closing: str, make: Callable[[re.Match[str], str], str]) -> str:
    """Replace each stretch from an opening to the next closing, which is spelled with the opening's first group.

    Linear: a closing that does not come any more is looked for once.
    """
    parts: list[str] = []
    missing: set[str] = set()
    start = position = 0
    while found := opening.search(content, position):
        position = found.end()
        word = re.escape(closing.format(found[1].lower()))
        ends = None if word in missing else re.compile(word, re.IGNORECASE).search(content, position)
        if ends is None:
            missing.add(word)
            continue
        parts += [content[start : found.start()], make(found, content[position : ends.start()])]
        start = position = ends.end()
    return "".join([*parts, content[start:]])


def _caption(found: re.Match[str], inner: str) -> str:
    """Return `[caption]<img> words[/caption]` as a figure; before WordPress 3.4 the words are an attribute."""
    picture = re.search(r"(?:<a\b[^<>]*>\s{0,9})?<img\b[^<>]*>(?:\s{0,9}</a>)?", inner, re.IGNORECASE)
    if picture is None:
        return inner
    words = attributes(found[2]).get("caption") or inner.replace(picture[0], "", 1).strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[0]}{caption}</figure>\n\n"


def _gallery(written: str, pictures: Mapping[str, str], remark: Remark) -> str:
    numbers = re.findall(r"\d+", attributes(written).get("ids") or attributes(written).get("include", ""))
    missing = [number for number in numbers if number not in pictures]
    if missing or not numbers:
        which = f"of {', '.join(missing[:5])}" if missing else "of all that was attached to the post"
        remark(f"a gallery {which}, which the export does not name: look for its pictures")
    figures = [f'<figure><img src="{escape(pictures[number])}"></figure>' for number in numbers if number in pictures]
    return "\n\n" + "\n\n".join(figures) + "\n\n"


def _embedded(found: re.Match[str]) -> str:
    told = attributes(found[1])
    url = found[2] or told.get("src") or told.get("mp4") or told.get("m4v") or told.get("mp3") or ""
    return f"\n\n{url}\n\n" if url else found[0]


def _blocks(content: str, remark: Remark) -> str:
    """Take away the comments that mark blocks; a block that is nothing but its comment is shown as written."""

    def shown(found: re.Match[str], settings: str) -> str:
        closing, name = found.groups()
        if not settings.rstrip().endswith("/") or closing or name in _EMPTY_BLOCKS:
            return "\n\n"
        block = f"{found[0]}{settings}-->"
        remark(f"a block that WordPress fills by itself, shown as written: {' '.join(block.split())[:100]}")
        return f"\n\n<p><code>{escape(block)}</code></p>\n\n"

    return _pairs(content, _BLOCK_COMMENT, "-->", shown)


def with_paragraphs(content: str) -> str:
    """Return the classic editor's text with the paragraphs and breaks that WordPress adds when it shows it."""
    kept: list[str] = []

    def keep(found: re.Match[str], inner: str) -> str:
        kept.append(f"{found[0]}{inner}</{found[1]}>")
        return f"\n\n{_MARK}{len(kept) - 1}{_MARK}\n\n"

    content = _pairs(content, _KEPT_WHOLE, "</{}>", keep)
    content = re.sub(r"<!--more[^<>]{0,200}-->", "\n\n", content)
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", content)]
    shown = "\n\n".join(_paragraph(part) for part in parts if part)
    return re.sub(rf"{_MARK}(\d+){_MARK}", lambda found: kept[int(found[1])], shown)


def _paragraph(part: str) -> str:
    if part.startswith(_MARK) or _BEGINS_BLOCK.match(part):
        return part
    broken = re.sub(r"(?<!>)\n", "<br>\n", part)
    return f"<p>{broken}</p>"


def _without_tags(content: str) -> str:
    return re.sub(r"<[^<>]*>", "", _pairs(content, _UNREAD, "</{}>", lambda found, inner: ""))


class _Converter(MarkdownConverter):
    """Markdown with `#` headings, `-` lists and fenced code; what Markdown has not got stays HTML."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            heading_style=ATX, bullets="-", newline_style=BACKSLASH, escape_misc=False, code_language_callback=_language
        )
        self.address = address

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags:
            return text
        if el.find("img") is not None:
            return self._kept(el)
        if not text.strip() or not el.get("href"):
            return text
        before, after = (" " if text[index].isspace() else "" for index in (0, -1))
        target = re.sub(r"[\s()<>]", lambda found: quote(found[0]), self.address(el["href"]))
        return f"{before}[{text.strip()}]({target}){after}"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return self._kept(el)

    def convert_figure(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A figure of pictures stays one; one around anything else goes, and its words stay."""
        if el.find("img") is not None or el.find("table") is not None:
            return f"\n\n{self._kept(el)}\n\n"
        return f"\n\n{text.strip()}\n\n"

    def convert_table(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{self._kept(el)}\n\n"

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{self._kept(el)}\n\n"

    convert_video = convert_audio = convert_object = convert_iframe

    def convert_script(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{self._kept(el)}\n\n"

    convert_style = convert_script

    def _kept(self, el: Any) -> str:
        """Return an element as it is, on lines without a blank one between, its addresses those of the text."""
        for each in [el, *el.find_all(True)]:
            for name in ("href", "src"):
                if each.get(name):
                    each[name] = self.address(each[name])
            for name in ("srcset", "sizes", "class", "style", "width", "height", "loading", "decoding"):
                del each[name]
        return re.sub(r"\n\s*\n", "\n", str(el))


def _language(el: Any) -> str:
    """Return the language of code as blocks and highlighters tell it: `language-rust`, `brush: rust`."""
    named = " ".join(each for each in [*(el.get("class") or []), *((el.code or {}).get("class") or [])])
    found = re.search(r"(?:language-|lang-|brush:\s*)([\w+#-]+)", named)
    return found[1] if found else ""
