import pytest

from posts.exchange.hugo.front_matter import FrontMatterError, decode, parse


def test_yaml_keeps_scalars_as_written_and_lowers_keys():
    matter = parse('---\nTitle: "1:30"\nDRAFT: no\nweight: 007\nempty:\n---\nText\n')
    assert matter.values == {"title": "1:30", "draft": "no", "weight": "007", "empty": None}
    assert (matter.body, matter.body_line) == ("Text\n", 7)


def test_toml_gives_native_dates_and_nested_tables_count_as_top_level():
    matter = parse('+++\ntitle = "T"\ndate = 2024-05-20\n[taxonomies]\nTags = ["a"]\n+++\nText')
    assert matter.values["date"].isoformat() == "2024-05-20"
    assert matter.values["tags"] == ["a"]


def test_json_front_matter_ends_at_its_bracket():
    matter = parse('{"Title": "T",\n "tags": ["a"]}\n\nText {x}')
    assert (matter.values, matter.body, matter.body_line) == ({"title": "T", "tags": ["a"]}, "Text {x}", 4)


def test_text_without_front_matter_is_all_body():
    assert parse("Just text\n---\nmore").body == "Just text\n---\nmore"
    assert parse("---\n\nA break opens this text.").body == "---\n\nA break opens this text."


def test_tab_indented_list_is_read():
    assert parse("---\ntags:\n\t- a\n\t- b\n---\n").values == {"tags": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("---\ntitle: T\n", 1, "the front matter opens with --- and never closes"),
        ("---\ntitle: T\ntags: [a\n---\n", 4, "the YAML front matter is broken: "),
        ('+++\ntitle = "T"\ndate = \n+++\n', 3, "the TOML front matter is broken: Invalid value"),
        ('{"title": "T",\n "x": }\ntext', 2, "the JSON front matter is broken: Expecting value"),
        ("---\n- a\n- b\n---\n", 1, "the front matter is no list of keys and values"),
        ("---\nx: " + "a" * 1_000_001 + "\n---\n", 2, "the front matter is longer than 1,000,000 characters"),
        ("---\nx: " + "[" * 50_000 + "\n---\n", 2, "the YAML front matter is broken: "),
    ],
)
def test_broken_front_matter_names_line_and_reason(text, line, reason):
    with pytest.raises(FrontMatterError) as caught:
        parse(text)
    assert caught.value.reason.startswith(reason)
    assert caught.value.line == line


def test_decode_removes_byte_order_marks_and_carriage_returns():
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfone\r\ntwo\rthree") == ("one\ntwo\nthree", [])


def test_decode_reads_latin_1_and_says_on_which_line():
    assert decode("eins\ncafé – so".encode("cp1252")) == (
        "eins\ncafé – so",
        ["line 2: not UTF-8; the file was read as Latin-1, look at its accents"],
    )


def test_decode_replaces_nul():
    assert decode(b"a\0b") == ("a\ufffdb", ["NUL characters were replaced by the replacement character"])
