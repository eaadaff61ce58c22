"""The one renderer: a Markdown text, its references resolved, as safe HTML, plain text or public source."""

import re
from collections.abc import Iterable
from functools import partial

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from people.models import Person
from posts.models import Figure

from . import figures, portrayed
from .figures import FigureView
from .markdown import to_html
from .references import Element, replace, text_of
from .tables import in_regions
from .targets import Targets

_ID_OR_FRAGMENT = re.compile(r'(\sid="|\shref="#)')
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>((?:(?!</?p[\s>]).)*?<figure-mark (?:(?!</?p[\s>]).)*?)</p>", re.DOTALL)
_FIGURE_MARK = re.compile(r'<figure-mark name="([^"]*)">')
_LINKED_FIGURE = re.compile(r'<a(?:\s+[\w:-]+="[^"]*")*>\s*(<img(?:\s+[\w:-]+="[^"]*")*>)\s*</a>')
_FIGURE_ANCHOR = re.compile(r'(<figure) id="figure-([^"]+)"')
_ONE_PARAGRAPH = re.compile(r"\s*<p[^>]*>((?:(?!<p[\s>]).)*)</p>\s*", re.DOTALL)
_ANCHOR = re.compile(r'\sid="[^"]*"')
_SENTENCE_END = re.compile(r"(?:^|[.!?:…]|</p>|<p[^>]*>|<li[^>]*>|<h\d[^>]*>|<br>)[\s“\"(]*$")


def render(source: str, targets: Targets, section: str = "", shown: set[str] | None = None) -> SafeString:
    """Return block HTML. `section`, unique on its page, is put before every anchor and fragment.

    `shown` gathers the figures of a page over its texts: one that is shown again gets no second anchor.
    """
    seen = set() if shown is None else shown
    resolved = _resolve(source, targets)
    if section:
        resolved = _ID_OR_FRAGMENT.sub(rf"\g<1>{section}-", resolved)
    resolved = in_regions(resolved, section)
    return SafeString(_FIGURE_ANCHOR.sub(partial(_once, seen), _place_figures(resolved, targets)))


def render_inline(source: str, targets: Targets) -> SafeString:
    """Return HTML for a caption or summary: without anchors, and without the paragraph when there is only one."""
    resolved = _FIGURE_MARK.sub("", _ANCHOR.sub("", _resolve(source, targets)))
    one = _ONE_PARAGRAPH.fullmatch(resolved)
    return SafeString(one[1] if one else resolved)


def plain_text(source: str, targets: Targets) -> str:
    """Return the words alone, on one line, as a reader would see them."""
    return text_of(render_inline(source, targets)) if source else ""


def render_passage(passage: str, targets: Targets) -> SafeString:
    """Return the HTML of a passage that is cut out of the sanitised HTML of a text, to be quoted from."""
    return SafeString(in_regions(_resolved(passage, targets), section=""))


def figure_view(figure: Figure, targets: Targets) -> FigureView:
    """Return a figure with its title, caption and alternative text resolved."""
    return figures.view(
        figure,
        title=plain_text(figure.title, targets),
        caption=render_inline(figure.caption, targets) if figure.caption else SafeString(),
        alt=plain_text(figure.alt, targets),
        people=portrayed.line(figure, targets),
    )


def figure_views(shown: Iterable[Figure], targets: Targets) -> list[FigureView]:
    return [figure_view(figure, targets) for figure in shown]


def stand_in(person: Person, before: str) -> str:
    """Return what stands for a person whose name is not public; `before` is the HTML before it."""
    words = person.public_name
    return words[:1].upper() + words[1:] if _SENTENCE_END.search(before) else words


def _resolve(source: str, targets: Targets) -> str:
    return _resolved(to_html(source), targets)


def _resolved(safe_html: str, targets: Targets) -> str:
    return replace(_LINKED_FIGURE.sub(r"\1", safe_html), partial(_replacement, targets))


def _replacement(targets: Targets, element: Element, before: str) -> str:
    if element.inner is None:
        return _image(targets, element)
    inner = replace(element.inner, partial(_replacement, targets))
    if element.target is None:
        return _plain_link(element, inner)
    kind, slug = element.target
    shown = (
        _person(targets.people.get(slug), inner, before) if kind == "person" else _page(targets, element.target, inner)
    )
    return targets.mark(kind, slug, shown) if targets.mark else shown


def _page(targets: Targets, target: tuple[str, str], inner: str) -> str:
    page = targets.pages.get(target)
    if page is None:
        return inner
    return format_html('<a class="{}" href="{}">{}</a>', target[0], page.get_absolute_url(), SafeString(inner))


def _person(person: Person | None, inner: str, before: str) -> str:
    if person is None:
        return inner
    if person.has_page:
        return format_html('<a class="person" href="{}">{}</a>', person.get_absolute_url(), SafeString(inner))
    return inner if person.is_named else escape(stand_in(person, before))


def _plain_link(element: Element, inner: str) -> str:
    attributes = {name: value for name, value in element.attributes.items() if name != "href" or element.address}
    written = "".join(format_html(' {}="{}"', name, value) for name, value in attributes.items())
    return f"<a{written}>{inner}</a>" if element.address else inner


def _image(targets: Targets, element: Element) -> str:
    """A figure's place; a picture from elsewhere is linked, never fetched."""
    alt = element.attributes.get("alt", "")
    if element.target:
        kind, name = element.target
        known = kind == "figure" and name in targets.figures
        if known:
            return format_html('<figure-mark name="{}">', name)
        return targets.mark(kind, name, "") if targets.mark else ""
    if element.address.startswith(("http://", "https://")):
        return format_html('<a class="remote" href="{0}">{1}</a>', element.address, alt or element.address)
    return escape(alt)


def _once(seen: set[str], figure: re.Match[str]) -> str:
    if figure[2] in seen:
        return figure[1]
    seen.add(figure[2])
    return figure[0]


def _place_figures(resolved: str, targets: Targets) -> str:
    """Lift figures out of their paragraphs, since a figure is a block of its own."""
    return _FIGURE_MARK.sub(lambda mark: _figure(mark[1], targets), _PARAGRAPH.sub(partial(_lift, targets), resolved))


def _lift(targets: Targets, paragraph: re.Match[str]) -> str:
    """Return a paragraph's figures, side by side where they follow each other, after its words."""
    names = _FIGURE_MARK.findall(paragraph[1])
    words = _FIGURE_MARK.sub("", paragraph[1]).replace("<br>", "").strip()
    opening = paragraph[0][: paragraph[0].index(">") + 1]
    shown = "".join(_figure(name, targets) for name in names)
    row = f'<div class="figure-row">{shown}</div>' if len(names) > 1 else shown
    return f"{opening}{words}</p>{row}" if words else row


def _figure(name: str, targets: Targets) -> str:
    shown = figures.to_html(figure_view(targets.figures[name], targets), eager=name == targets.eager_figure)
    return targets.mark("figure", name, shown) if targets.mark else shown
