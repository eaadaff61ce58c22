from html.parser import HTMLParser

import pytest

from posts.prose.markdown import to_html
from posts.prose.sanitize import TAGS


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"Quoted" -- yes...', "“Quoted” – yes…"),
        ("~~gone~~", "<del>gone</del>"),
        ("Term\n:   what it means", "<dt>Term</dt>\n<dd>what it means</dd>"),
        ("The HTML.\n\n*[HTML]: Hypertext", '<abbr title="Hypertext">HTML</abbr>'),
        ("A note.[^1]\n\n[^1]: Here.", '<a class="footnote-ref" href="#fn:1">1</a>'),
        ("a | b\n--|--:\n1 | 2", '<td class="align-right">2</td>'),
        ("- [x] packed", '<span class="task-mark task-done" role="img" aria-label="done"></span> packed'),
        ("```python\nx = 1\n```", '<span class="n">x</span>'),
        ("<details><summary>More</summary>text</details>", "<details><summary>More</summary>text</details>"),
    ],
)
def test_prose_features(source, expected):
    assert expected in to_html(source)


def test_code_stays_literal():
    html = to_html("`[Ada](person:ada)`\n\n```\n![](figure:x)\n{{< figure >}}\n```")
    assert "<code>[Ada](person:ada)</code>" in html
    assert "![](figure:x)\n{{&lt; figure &gt;}}" in html
    assert "<img" not in html
    assert "<a" not in html


def test_headings_start_below_the_heading_of_a_day():
    assert to_html("# One\n\n## Two") == '<h3 id="one">One</h3>\n<h4 id="two">Two</h4>'
    assert to_html("### One\n\n#### Two") == '<h3 id="one">One</h3>\n<h4 id="two">Two</h4>'


def test_anchor_of_a_paragraph_survives_edits_elsewhere():
    before = to_html("First words.\n\nThe passage.")
    after = to_html("Other first words.\n\n## A heading\n\nThe passage.\n\nMore.")
    anchor = before.split('<p id="')[2].split('"')[0]
    assert f'<p id="{anchor}">The passage.</p>' in after


def test_same_words_get_different_anchors():
    html = to_html("Again.\n\nAgain.\n\n# Day\n\n# Day")
    ids = [part.split('"')[0] for part in html.split('id="')[1:]]
    assert len(ids) == 4
    assert len(set(ids)) == 4


def test_anchors_do_not_depend_on_a_persons_name():
    one = to_html("# With [Ada](person:ada)\n\nI met [Ada](person:ada) there.")
    other = to_html("# With [Grace](person:grace)\n\nI met [Grace](person:grace) there.")
    assert [part.split('"')[0] for part in one.split('id="')[1:]] == [
        part.split('"')[0] for part in other.split('id="')[1:]
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<svg><animate onbegin=alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<form action=https://evil.example><input name=x></form>",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        '[x](https://x.example" onmouseover="alert(1))',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_nothing_dangerous_passes(source):
    elements = _Elements()
    elements.feed(to_html(source))
    assert elements.tags <= TAGS
    assert not [name for name, _ in elements.attributes if name.startswith("on") or name == "style"]
    addresses = [value for name, value in elements.attributes if name in ("href", "src")]
    assert not [address for address in addresses if not address.startswith(("https://", "x"))]


class _Elements(HTMLParser):
    """What a browser would see of a text: its tags and their attributes."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def test_words_of_a_script_are_not_shown():
    assert to_html("Before <script>alert(1)</script> after").count("alert") == 0
