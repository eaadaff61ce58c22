import pytest

from posts.prose.addresses import web_addresses
from posts.prose.render import render
from posts.prose.targets import Targets
from tests.factories import make_figure, make_person, make_trip


@pytest.mark.django_db
def test_addresses_are_those_of_links_of_the_text():
    make_person("Ada")
    trip = make_trip()
    make_figure(
        trip, name="stage", link="https://example.org/frame", caption="[In a caption](http://example.org/caption)"
    )
    source = (
        "[Ada](person:ada), [one](https://example.org/?a=1&b=2), [mail](mailto:a@example.org), <https://example.org/two>\n\n"
        "![](figure:stage)\n\nAnd[^1].\n\n[^1]: [Note](https://example.org/note)"
    )
    assert web_addresses(render(source, Targets.for_texts([source], trip))) == [
        "https://example.org/?a=1&b=2",
        "https://example.org/two",
        "http://example.org/caption",
        "https://example.org/note",
    ]


def test_text_without_links_has_no_addresses():
    assert web_addresses("<p>Words</p>") == []
