"""The pictures of a passage: `figure` shortcodes, Markdown images and raw HTML, each with its words and its file."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .figures import PICTURES, Picture
from .links import clean_text
from .markdown import Link
from .passages import Passage
from .raw_html import BLOCKS, Element, as_markdown, plain_text
from .shortcodes import Shortcode

FIGURE_SHORTCODES = {"figure", "img", "image"}
Find = Callable[[str], Picture]


@dataclass
class PictureDraft:
    """A picture found at text[start:end]; its name comes once all of a trip's are known."""

    start: int
    end: int
    src: str
    picture: Picture
    title: str = ""
    caption: str = ""
    alt: str = ""
    link: str = ""
    name: str = ""
    remark: str = ""
    words: Passage | None = None  # its caption, where that holds links

    def leads_nowhere_new(self) -> bool:
        """Whether its link only repeats the picture, which a page links in full size anyway."""
        return _same(self.link, self.src)


def _same(one: str, other: str) -> bool:
    return one.strip().removeprefix("./").lstrip("/") == other.strip().removeprefix("./").lstrip("/")


def find_pictures(passage: Passage, find: Find) -> list[PictureDraft]:
    """Return the drafts in order. Two may share a range: a gallery is replaced as a whole."""
    drafts: list[PictureDraft] = []
    taken: list[tuple[int, int]] = []
    starts = sorted([*(link.start for link in passage.links), *(code.start for code in passage.regions.shortcodes)])
    for block in _outermost(passage.elements, passage.text):
        gallery = _read_block(passage, block, starts, find)
        if gallery:
            drafts += gallery
            taken.append((block.start, block.end))
    for draft in [*_from_shortcodes(passage, find), *_from_images(passage, find), *_from_tags(passage, find)]:
        if not _within(draft.start, taken):
            drafts.append(draft)
    for draft in drafts:
        _use_larger(draft, find)
    return sorted(drafts, key=lambda draft: draft.start)


def _within(position: int, ranges: list[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, (position, 1 << 62)) - 1
    return index >= 0 and position < ranges[index][1]


def _outermost(elements: Iterable[Element], text: str) -> Iterator[Element]:
    """Yield block elements that begin a line and lie in no other one."""
    end = -1
    for element in elements:
        if element.start < end:
            continue
        line_start = text.rfind("\n", 0, element.start) + 1
        if element.opening.name in BLOCKS and not text[line_start : element.start].strip():
            yield element
            end = element.end


def _read_block(passage: Passage, block: Element, starts: list[int], find: Find) -> list[PictureDraft]:
    """Read a block of HTML that holds nothing but pictures and their captions; nothing for any other block.

    `starts` are the positions of links and shortcodes, in order: a block that holds such is Markdown's.
    """
    text = passage.text
    inside = itertools.islice(passage.elements, _first_at(passage.elements, block.start), None)
    images: list[Element] = []
    captions: list[Element] = []
    for element in inside:
        if element.start >= block.end:
            break
        if element.opening.name == "img":
            images.append(element)
        elif element.opening.name == "figcaption":
            captions.append(element)
    markdown = starts[bisect_right(starts, block.start) : bisect_left(starts, block.end)]
    if not images or not all(_is_in_one(start, captions) for start in markdown):
        return []
    rest = text[block.start : block.end]
    for element in reversed(captions):
        rest = rest[: element.start - block.start] + rest[element.end - block.start :]
    if plain_text(re.sub(r"<!--.*?-->", "", rest, flags=re.DOTALL)).strip("\\ "):
        return []
    drafts = []
    for number, image in enumerate(images):
        draft = _from_tag(passage, image, find)
        if draft is None or draft.picture.state == "strange":
            return []
        # A caption stands below its picture, before the next one.
        until = images[number + 1].start if number + 1 < len(images) else block.end
        below = [caption for caption in captions if image.start < caption.start < until]
        above = [caption for caption in captions if number == 0 and caption.start < image.start]
        words = " ".join(as_markdown(text[c.opening.end : c.closing.start]) for c in (*above, *below))
        draft.caption = words or draft.caption
        draft.start, draft.end = block.start, block.end
        drafts.append(draft)
    return drafts


def _first_at(elements: list[Element], position: int) -> int:
    return bisect_left(elements, position, key=lambda element: element.start)


def _is_in_one(position: int, captions: Iterable[Element]) -> bool:
    """Whether a position is in a caption, where Markdown is read later on."""
    return any(caption.start < position < caption.end for caption in captions)


def _from_shortcodes(passage: Passage, find: Find) -> Iterator[PictureDraft]:
    for code in passage.regions.shortcodes:
        if code.name not in FIGURE_SHORTCODES or code.is_closing or code.is_broken:
            continue
        src = code.value("src", 0) or code.value("image") or code.value("url") or code.value("path")
        picture = find(src)
        if not src or (picture.state == "strange" and code.name != "figure"):
            continue
        caption = code.value("caption")
        if credit := code.value("attr"):
            link = code.value("attrlink")
            caption = f"{caption} {f'[{credit}]({link})' if link else credit}".strip()
        title = " ".join(code.value("title").split())
        yield PictureDraft(
            code.start, code.end, src, picture, title, " ".join(caption.split()), code.value("alt"), code.value("link")
        )


def _from_images(passage: Passage, find: Find) -> Iterator[PictureDraft]:
    around = {_only_image(link): link for link in passage.links if not link.is_image and "![" in link.text}
    for image in passage.links:
        if not image.is_image:
            continue
        if isinstance(image.target, Shortcode):
            continue
        picture = find(image.target)
        alt = clean_text(image.text)
        outer = around.get(image.start)
        if outer is not None and outer.text.strip() == passage.text[image.start : image.end] and isinstance(
            outer.target, str
        ):  # fmt: skip
            yield PictureDraft(outer.start, outer.end, image.target, picture, image.title, "", alt, outer.target)
        else:
            yield PictureDraft(image.start, image.end, image.target, picture, image.title, "", alt)


def _only_image(link: Link) -> int:
    return link.text_start + len(link.text) - len(link.text.lstrip())


def _from_tags(passage: Passage, find: Find) -> Iterator[PictureDraft]:
    for element in passage.elements:
        if element.opening.name == "img":
            draft = _from_tag(passage, element, find)
            if draft is not None:
                yield draft


def _from_tag(passage: Passage, image: Element, find: Find) -> PictureDraft | None:
    attributes = image.opening.attributes
    src = attributes.get("src") or attributes.get("data-src") or ""
    if not src:
        return None
    link = ""
    index = _first_at(passage.elements, image.start)
    for outer in reversed(passage.elements[max(0, index - 3) : index]):
        if outer.opening.name == "a" and outer.start < image.start and image.end <= outer.end:
            link = outer.opening.attributes.get("href", "")
            break
    title = " ".join(attributes.get("title", "").split())
    return PictureDraft(image.start, image.end, src, find(src), title, "", attributes.get("alt", "").strip(), link)


def _use_larger(draft: PictureDraft, find: Find) -> None:
    """Of a small picture that links to a larger file keep the larger; drop links that say nothing new."""
    if not draft.link:
        return
    if draft.leads_nowhere_new():
        draft.link = ""
        return
    if Path(draft.link.partition("?")[0]).suffix.lower() in PICTURES:
        larger = find(draft.link)
        if larger.state == "found":
            draft.remark = f"the picture it links, {draft.link}, was taken instead of the small {draft.src}"
            draft.picture, draft.link = larger, ""
            return
    if not re.match(r"https?://", draft.link, re.IGNORECASE) or len(draft.link) > 500:
        draft.remark = f"its link {draft.link} leads to no web address and was left out"
        draft.link = ""
