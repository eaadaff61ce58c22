"""Our converter makes what Python-Markdown makes, in time that grows with the length of a text."""

import time
from typing import Any

import markdown
import pytest
from markdown.extensions.footnotes import FootnoteExtension

from posts.prose import markdown as ours
from posts.prose.bounded import DEEPEST, BoundedExtension, Footnotes
from posts.prose.converter import SIGNS, Converter

TEXTS = {
    "links": """[a](b) [c](<d e> "t") [e](f 'g "h"') [i][] [i][j] [k] ![l](m) ![n][j] ![j] [o [p](q) r](s)

[j]: /u 'v'
""",
    "odd links": """[a](b(c)d) [e](f [g](h) [i(j)] [](k) [l]( m ) [n]("o") \\[p](q) [r\\](s)""",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ~~f~~ ~g~ *h_i* a*b*c a_b_c * j *",
    "code": "`a` ``b`c`` \\`d\\` <code>e `f`</code>",
    "smart": """"a" 'b' "'c' d" '"e" f' the '80s rock'n'roll -- --- ---- ... .... it's 'em ("g") "h"i""",
    "html": "<b>a</b> <i title='b \"c\"'>d</i> a < b > c <!-- d --> &amp; &#169; &lt;e&gt; AT&T <https://f.g> <h@i.j>",
    "breaks": "a  \nb   \nc\nd\\\ne",
    "notes": "a[^1] b[^x] c[^1] d[^x:2] e[^1] f[^x:2]\n\n[^x:2]: g\n[^1]: c *d*\n[^x]: e\n\n    f",
    "blocks": "# a\n\n> b\n> - c\n\n1. d\n2. e\n\n|f|g|\n|-|-|\n|*h*|`i`|\n\nj\n: k\n\n```python\nl('m')\n```",
    "abbreviations": "*[AB]: Alpha Beta\n\nAB",
    "tasks": "- [ ] a\n- [x] b [c](d)",
    "unseen": "a -\x02-\x03 b .\x02.. \x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03",
}


def _untouched(text: str) -> str:
    extensions: list[Any] = [
        *ours.EXTENSIONS,
        *(each for each in ours.OURS if not isinstance(each, BoundedExtension | Footnotes)),
        FootnoteExtension(**ours.FOOTNOTES),
    ]
    return markdown.Markdown(extensions=extensions, extension_configs=ours.SETTINGS).convert(text)


def _converter() -> Converter:
    return Converter(extensions=[*ours.EXTENSIONS, *ours.OURS], extension_configs=ours.SETTINGS)


def test_one_converter_makes_of_each_text_what_a_new_one_of_python_markdown_makes():
    one = _converter()
    texts = [*TEXTS.values(), *reversed(TEXTS.values()), "\n\n".join(TEXTS.values())]
    assert [one.convert(text) for text in texts] == [_untouched(text) for text in texts]


def test_the_seed_is_converted_as_python_markdown_does(seed):
    text = next(seed.rglob("index.md")).read_text()
    assert _converter().convert(text) == _untouched(text)


def test_each_sign_belongs_to_a_pattern():
    processors: list[Any] = [_converter().treeprocessors[name] for name in ("inline", "smarty")]
    patterns = [each.inlinePatterns for each in processors]
    assert [name for name in SIGNS if not any(name in known for known in patterns)] == []


HOSTILE = {
    "marks of one footnote": "[^1]" * 2_500 + "\n\n[^1]: a",
    "footnotes": "".join(f"[^{n}]" for n in range(1_500)) + "\n\n" + "".join(f"[^{n}]: a\n" for n in range(1_500)),
    "brackets": "[" * 20_000,
    "images": "![" * 10_000,
    "nested brackets": "[" * 10_000 + "]" * 10_000,
    "empty brackets": "[][" * 7_000,
    "half-open links": "[a](b" * 4_000,
    "half-open links with a title": '[a](b "' * 3_000,
    "half-open links in pointed brackets": "[a](<" * 4_000,
    "links that close at the very end": "[a](b" * 4_000 + ")",
    "parentheses": "[a](" + "(" * 20_000,
    "tags": "<a " * 7_000,
    "lists in lists": "- " * 400 + "x",
    "lists in quotations": "> - " * 800 + "x",
    "stars": "*" * 4_000 + "On Tuesday " * 1_400,
    "tildes": "~" * 4_000 + "On Tuesday " * 1_400,
    "words that end in a mark": "On Tuesday " * 20_000 + "<",
    "lines that end in a mark": "On Tuesday\n" * 20_000 + "<",
    "links that end in a mark": "[a](person:b) " * 5_000 + "<",
    "sections of data": "<![CDATA[" * 2_300,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_converted_within_two_seconds(text):
    began = time.process_time()
    ours.to_html(text)
    assert time.process_time() - began < 2


def test_lists_end_where_nobody_nests_them_deeper():
    html = ours.to_html("- " * (DEEPEST + 5) + "x")
    assert html.count("<ul>") == DEEPEST
    assert "- - x" in html


def test_what_is_too_deep_for_the_parser_is_shown_as_it_is_written():
    text = "*a **b " * 3_000 + "x" + "** a*" * 3_000
    assert ours.to_html(text) == f"<pre>{text}</pre>"
    assert ours.to_html("*a*") == '<p id="p-ca978112"><em>a</em></p>'


def test_links_are_found_as_deep_as_anybody_nests_brackets():
    deep = "[" * (DEEPEST - 1) + "a" + "]" * (DEEPEST - 1)
    assert ours.to_html(f"[{deep}](b)").count("<a ") == 1
