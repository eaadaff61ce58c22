import pytest

from posts.exchange.hugo.exported import unstopped
from posts.exchange.hugo.shortcodes import read_at
from posts.exchange.hugo_write.shortcodes import escaped, figure


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("plain {{ text }}", "plain {{ text }}"),
        ("`{{< note >}}`", "`{{</* note */>}}`"),
        ("```\n{{% note %}}\n```", "```\n{{%/* note */%}}\n```"),
        ("`{{< open`", "`{{\u200b< open`"),
        ("`{{</* note */>}}`", "`{{\u200b</* note */>}}`"),
        ("{{< note >}} in prose", "{&#123;< note >}} in prose"),
        ("{{% open", "{&#123;% open"),
    ],
)
def test_nothing_of_a_text_runs_as_a_shortcode(source, written):
    assert escaped(source) == written
    assert unstopped(written).replace("/* note */", " note ") == source.replace("/* note */", " note ")


def test_what_a_figure_lacks_is_left_out():
    assert figure("a.jpg", "", "", "", "") == '{{< figure src="a.jpg" >}}'


@pytest.mark.parametrize("words", ['a "quoted" word', r"C:\temp", "`code`", "it's", "--- # : 日本 >}}", 'a ` and "'])
def test_words_are_read_back_as_they_were(words):
    code = read_at(figure("a.jpg", words, words, words, ""), 0)
    assert code is not None
    assert [code.value(name) for name in ("title", "caption", "alt")] == [words] * 3


def test_a_value_is_never_broken_over_lines():
    assert figure("a.jpg", "one\n\ntwo", "", "", "") == '{{< figure src="a.jpg" title="one two" >}}'
