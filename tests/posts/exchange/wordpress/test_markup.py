import time
from html.parser import HTMLParser

import pytest

from posts.exchange.wordpress.markup import to_markdown


def markdown(content, pictures=None):
    remarks: list[str] = []
    text = to_markdown(content, pictures or {}, lambda address: address, remarks.append)
    return text.strip(), remarks


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One.\n\nTwo\nlines.", "One.\n\nTwo\\\nlines."),
        ("<h2>Friday</h2>\nA <strong>b</strong> <em>c</em>", "## Friday\n\nA **b** *c*"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("<blockquote>Said.</blockquote>", "> Said."),
        ('<a href="https://ada.example/a(b)">Ada</a> came', "[Ada](https://ada.example/a%28b%29) came"),
        ("A<!--more-->B", "A\n\nB"),
        ("<pre>a  b\n\nc</pre>", "```\na  b\n\nc\n```"),
        ("[code language=\"rust\"]\nif a < b {}\n[/code]", "```\nif a < b {}\n```"),
        ("1 * 2 and a_b", "1 \\* 2 and a\\_b"),
        ("caf&eacute; &amp; tea", "café & tea"),
        ("<figure><blockquote><p>Quoted.</p></blockquote></figure>", "> Quoted."),
        ("<table><tr><td>a</td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        ('<iframe src="https://www.youtube.com/embed/x"></iframe>', '<iframe src="https://www.youtube.com/embed/x"></iframe>'),
        ("[embed]https://youtu.be/x[/embed]", "[https://youtu.be/x](https://youtu.be/x)"),
        ('[video mp4="https://v.example/a.mp4"][/video]', "[https://v.example/a.mp4](https://v.example/a.mp4)"),
        ("<pre>\nhttps://a.example\n</pre>", "```\nhttps://a.example\n```"),
    ],
)  # fmt: skip
def test_classic_text_becomes_markdown(content, expected):
    assert markdown(content) == (expected, [])


def test_blocks_lose_their_comments_and_keep_their_words():
    content = """<!-- wp:heading {"level":3} -->
<h3 class="wp-block-heading">Friday</h3>
<!-- /wp:heading -->

<!-- wp:paragraph -->
<p>On <b>Friday</b><br>we left.</p>
<!-- /wp:paragraph -->

<!-- wp:separator -->
<hr class="wp-block-separator"/>
<!-- /wp:separator -->

<!-- wp:list --><ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul><!-- /wp:list -->

<!-- wp:code --><pre class="wp-block-code"><code class="language-rust">let a = 1;</code></pre><!-- /wp:code -->

<!-- wp:embed {"url":"https://youtu.be/x"} -->
<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://youtu.be/x
</div><figcaption>The talk</figcaption></figure>
<!-- /wp:embed -->"""
    assert markdown(content) == (
        "### Friday\n\nOn **Friday**\\\nwe left.\n\n---\n\n- a\n\n```rust\nlet a = 1;\n```\n\n"
        "[https://youtu.be/x](https://youtu.be/x)\n\nThe talk",
        [],
    )


def test_figures_stay_for_the_reading_of_posts():
    block = """<!-- wp:image {"id":7} -->
<figure class="wp-block-image"><img src="/a.jpg" alt="A" class="wp-image-7" srcset="x 1w"/><figcaption>Left: <em>Ada</em></figcaption></figure>
<!-- /wp:image -->"""  # noqa: E501 - as WordPress writes it, in one line
    expected = '<figure><img alt="A" src="/a.jpg"/><figcaption>Left: <em>Ada</em></figcaption></figure>'
    assert markdown(block) == (expected, [])
    classic = (
        '[caption id="x" align="left" width="300"]<a href="/a.jpg"><img src="/a.jpg" alt="A" /></a> Words[/caption]'
    )
    assert markdown(classic) == (
        '<figure><a href="/a.jpg"><img alt="A" src="/a.jpg"/></a><figcaption>Words</figcaption></figure>',
        [],
    )


def test_gallery_shows_what_the_export_names_and_tells_the_rest():
    text, remarks = markdown('[gallery ids="7,8"]', {"7": "/a.jpg"})
    assert text == '<figure><img src="/a.jpg"/></figure>'
    assert remarks == ["a gallery of 8, which the export does not name: look for its pictures"]


def test_what_is_not_understood_stays_and_is_told():
    text, remarks = markdown(
        '<!-- wp:paragraph --><p>A [my_map id="3"] here</p><!-- /wp:paragraph -->\n<!-- wp:acme/poll {"n":1} /-->'
    )
    assert text == 'A [my\\_map id="3"] here\n\n`<!-- wp:acme/poll {"n":1} /-->`'
    assert remarks == [
        'unknown shortcode, shown as written: [my_map id="3"]',
        'a block that WordPress fills by itself, shown as written: <!-- wp:acme/poll {"n":1} /-->',
    ]


def test_brackets_of_ordinary_texts_are_no_shortcodes():
    assert markdown("He said [sic] and [1] and [a link]")[1] == []


@pytest.mark.parametrize(
    "piece", ["[caption ]", "[code]", "[embed]", "<!-- wp:a {", "<", "[gallery a=1 ", "[a_b", "\n \n", "<!--"]
)
def test_hostile_text_takes_no_time(piece):
    begun = time.process_time()
    markdown(piece * (60_000 // len(piece)))
    markdown("<!-- wp:x -->" + piece * (60_000 // len(piece)))
    assert time.process_time() - begun < 1


def test_tags_that_never_end_are_text_and_looked_at_once(monkeypatch):
    looked_at: list[int] = []
    look = HTMLParser.parse_starttag

    def noted(parser, at):
        looked_at.append(at)
        return look(parser, at)

    monkeypatch.setattr(HTMLParser, "parse_starttag", noted)
    assert markdown("<p>a</p>" + '<figure src="x"' * 50)[0].endswith('<figure src="x"' * 50)
    assert len(looked_at) == 1


@pytest.mark.parametrize("begun", ["<![if", "<![][]", "<!doctype html", "<!ELEMENT x"])
def test_declarations_are_text(begun):
    assert markdown(f"<p>before {begun}> after</p>")[0].replace("\\", "") == f"before {begun}> after"
