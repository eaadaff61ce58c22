import pytest

from posts.prose.passages import AFTER, BEFORE, passage_in, passages_of, quote

ADA = '<a class="person" href="/people/ada/">Ada</a>'


def quoted(html: str) -> str:
    return quote(passages_of(f'<p id="p">{html}</p>')["p"], "/people/ada/")


def test_passages_are_paragraphs_items_and_headings_by_their_anchor():
    html = (
        '<h3 id="h">Head</h3><p id="a">One <em>two</em></p><ul><li id="b">Item<ul><li id="c">Inner</li></ul></li></ul>'
    )
    words = {anchor: "".join(piece.text for piece in pieces) for anchor, pieces in passages_of(html).items()}
    assert words == {"h": "Head", "a": "One two", "b": "Item", "c": "Inner"}


def test_a_short_passage_is_quoted_whole_with_the_name_marked():
    assert quoted(f"I met {ADA} there.") == "I met <mark>Ada</mark> there."


def test_others_stay_linked_and_emphasis_stays():
    other = '<a class="person" href="/people/grace/">Grace <strong>H</strong></a>'
    assert quoted(f"<em>With {ADA}</em> and {other}.") == (
        "<em>With </em><em><mark>Ada</mark></em> and "
        '<a href="/people/grace/">Grace </a><strong><a href="/people/grace/">H</a></strong>.'
    )


def test_links_away_and_footnotes_are_left_out():
    mark = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
    assert quoted(f'{ADA} on <a href="https://x.example/">her site</a>{mark}.') == "<mark>Ada</mark> on her site."


def test_a_long_passage_is_cut_between_words_around_the_name():
    before, after = "before " * 100, " after" * 100
    words = quoted(f"{before}{ADA}{after}")
    assert words.startswith("… before before")
    assert words.endswith("after after …")
    head, tail = words.split("<mark>Ada</mark>")
    assert len(head) <= BEFORE + 2
    assert len(tail) <= AFTER + 2


def test_a_long_passage_without_spaces_is_cut_too():
    words = quoted(f"{'旅' * 500}{ADA}{'行' * 500}")
    assert (words.count("旅"), words.count("行")) == (BEFORE, AFTER)


def test_markup_in_the_words_stays_escaped():
    assert quoted(f"&lt;script&gt; {ADA} &amp; co") == "&lt;script&gt; <mark>Ada</mark> &amp; co"


@pytest.mark.parametrize("html", ["Ada, unlinked", '<a class="person" href="/people/grace/">Grace</a>', ""])
def test_a_passage_that_does_not_name_it_gives_nothing(html):
    assert quote(passages_of(f'<p id="p">{html}</p>').get("p", ()), "/people/ada/") == ""


def test_a_passage_is_cut_out_of_a_text_whole():
    html = (
        '<p title="1 > 0" id="a">One</p><p> id="b"</p>'
        '<ul><li dir="auto" id="b">Item<ul><li id="c">Inner</li></ul> rest</li><li id="d">Next</li></ul>'
    )
    assert passage_in(html, "a") == '<p title="1 > 0" id="a">One</p>'
    assert passage_in(html, "b") == '<li dir="auto" id="b">Item<ul><li id="c">Inner</li></ul> rest</li>'
    assert passage_in(html, "c") == '<li id="c">Inner</li>'
    assert passage_in(html, "nowhere") == ""
    assert passage_in(html, "") == ""
