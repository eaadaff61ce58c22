import pytest

from posts.exchange.hugo.regions import find_regions


def shortcodes(text):
    return [
        (code.name, code.named, code.positional, code.is_closing, code.is_broken)
        for code in find_regions(text).shortcodes
    ]


@pytest.mark.parametrize(
    ("text", "name", "named", "positional"),
    [
        ('{{< figure src="a.jpg" >}}', "figure", {"src": "a.jpg"}, ()),
        ('{{<figure\n  src="a.jpg"\n  title="T"\n>}}', "figure", {"src": "a.jpg", "title": "T"}, ()),
        ('{{<ref"../x/index.md">}}', "ref", {}, ("../x/index.md",)),
        ('{{< figure caption=`say "hi"` >}}', "figure", {"caption": 'say "hi"'}, ()),
        (r'{{< figure caption="say \"hi\" > 2 }} x" >}}', "figure", {"caption": 'say "hi" > 2 }} x'}, ()),
        ("{{< youtube w7Ft2ymGmfc >}}", "youtube", {}, ("w7Ft2ymGmfc",)),
        ("{{% note warning%}}", "note", {}, ("warning",)),
        ('{{< figure src = "a.jpg" caption="" />}}', "figure", {"src": "a.jpg", "caption": ""}, ()),
        ("{{< tweet https://a.example/b?c=d >}}", "tweet", {}, ("https://a.example/b?c=d",)),
    ],
)
def test_shortcode_is_read(text, name, named, positional):
    assert shortcodes(text) == [(name, named, positional, False, False)]


def test_paired_shortcode_has_its_closing():
    assert shortcodes("{{< box >}}x{{< /box >}}") == [("box", {}, (), False, False), ("box", {}, (), True, False)]


def test_escaped_shortcode_is_what_it_shows():
    [code] = find_regions('{{</* figure src="a" */>}}').shortcodes
    assert code.escaped == '{{< figure src="a" >}}'


def test_lost_quote_ends_with_its_own_tag():
    assert shortcodes('{{< a "x >}} and {{< b "y" >}}') == [("a", {}, (), False, True), ("b", {}, ("y",), False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "```\n{{< figure src=a >}}\n```",
        "~~~~ go\n{{< figure src=a >}}\n~~~\n~~~~",
        "- item\n\n  ```\n  {{< figure src=a >}}\n  ```",
        "a `{{< figure src=a >}}` b",
        "a ``x ` {{< figure src=a >}}`` b",
        "text\n\n    {{< figure src=a >}}\n\nmore",
        "<!-- {{< figure src=a >}} -->",
        "<pre>\n{{< figure src=a >}}\n</pre>",
        "{% highlight md %}\n{{< figure src=a >}}\n{% endhighlight %}",
        "{{< open",
    ],
)
def test_no_shortcode_in_code_and_comments(text):
    assert shortcodes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- item\n\n    {{< figure src=a >}}",
        "`a\n\nb` {{< figure src=a >}}",
        "``` {{< figure src=a >}} ``` x {{< y",
        r"\` {{< figure src=a >}} `",
    ],
)
def test_what_only_looks_like_code_is_read(text):
    assert [code[0] for code in shortcodes(text)] == (["figure"] if "```" not in text else [])
