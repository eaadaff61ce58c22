from posts.prose.references import Found, find


def test_find_every_spelling():
    source = """Hello [Ada
Lovelace](person:ada-lovelace), **[Bo](person:bo)**, see [it][1] and <a title="a>b" href="trip:2023-oslo">then</a>.

![](figure:stage)

| a |
|---|
| [t](talk:boot) |

[1]: place:king-taco "A title"
"""
    assert [(found.kind, found.slug, found.label) for found in find(source)] == [
        ("person", "ada-lovelace", "Ada Lovelace"),
        ("person", "bo", "Bo"),
        ("place", "king-taco", "it"),
        ("trip", "2023-oslo", "then"),
        ("figure", "stage", ""),
        ("talk", "boot", "t"),
    ]


def test_find_tells_the_paragraph():
    found = find("First.\n\nWith [Ada](person:ada).\n\n- [Bo](person:bo) came")
    assert [reference.anchor != "" for reference in found] == [True, True]
    assert found[0].anchor != found[1].anchor


def test_find_nothing_in_code_and_comments():
    assert find("`[Ada](person:ada)`\n\n    ![](figure:x)\n\n<!-- [Bo](person:bo) --> \\[Cy](person:cy)") == []


def test_find_slug_of_other_letters():
    assert (
        find("[José](person:josé) and [José](person:jos%C3%A9)")
        == [Found("person", "josé", "José", find("[José](person:josé) and [José](person:jos%C3%A9)")[0].anchor)] * 2
    )
