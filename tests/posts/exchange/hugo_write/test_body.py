from posts.exchange.hugo_write.body import Site, Texts, told_apart

SITE = Site(
    {
        ("person", "ada"): "https://ada.example/",
        ("place", "hall"): "https://map.example/?q=(a b)",
        ("talk", "boot"): "https://conf.example/boot",
    },
    frozenset({"ghent"}),
)


def body(source):
    return Texts(SITE, {"stage": '{{< figure src="stage.jpg" >}}'}).body(source)


def test_references_become_links():
    assert body("[Ada](person:ada) on [boot](talk:boot)") == (
        "[Ada](https://ada.example/) on [boot](https://conf.example/boot)"
    )
    assert body("[the *hall*](place:hall)") == "[the *hall*](<https://map.example/?q=(a b)>)"


def test_a_reference_without_an_address_is_its_words():
    assert body("[*Bo*](person:bo) of [a trip](trip:draft)") == "*Bo* of a trip"


def test_a_reference_to_an_exported_trip_is_a_ref_but_in_a_caption():
    assert body("[Then](trip:ghent)") == '[Then]({{< ref "/posts/ghent/index.md" >}})'
    assert Texts(SITE).caption("[Then](trip:ghent)") == "[Then](../ghent/)"


def test_figures_stand_alone():
    assert body("One ![](figure:stage) two") == 'One two\n\n{{< figure src="stage.jpg" >}}'
    assert body("![](figure:gone)") == ""


def test_references_in_code_stay():
    assert body("`[Ada](person:ada)`") == "`[Ada](person:ada)`"


def test_reference_style_links_are_written_out():
    assert body("[one][1]\n\n[1]: https://one.example/").strip() == "[one](https://one.example/)"


def test_links_are_gathered_with_what_they_stood_for():
    texts = Texts(SITE)
    texts.body("[Ada](person:ada), [her site](https://ada.example/), <https://b.example/>")
    assert texts.links == [
        ("Ada", "https://ada.example/", "person:ada"),
        ("her site", "https://ada.example/", ""),
        ("https://b.example/", "https://b.example/", ""),
    ]


def test_footnotes_of_one_label_are_told_apart():
    bodies, changed = told_apart(["a[^1] `[^1]`\n\n[^1]: x", "b[^2]\n\n[^2]: y", "c[^1]\n\n[^1]: z"])
    assert bodies == ["a[^1-1] `[^1]`\n\n[^1-1]: x", "b[^2]\n\n[^2]: y", "c[^1-3]\n\n[^1-3]: z"]
    assert changed == [{"1-1": "1"}, {}, {"1-3": "1"}]
