import pytest

from people.links import normalise
from posts.exchange.hugo.addresses import position
from posts.exchange.hugo.links import classify


@pytest.mark.parametrize(
    ("text", "url", "before", "after"),
    [
        ("Ines Quell", "https://www.linkedin.com/in/quell-9/", "", ""),
        ("Ines\nQuell", "https://github.com/iquell", "", ""),
        ("Zdzisko Borak", "https://borak.example/", "a talk by ", ""),
        ("Zdzisko Borak", "https://zborak.example/about/", "my friend ", ""),
        ("Ines", "https://ines.example", "", ""),
        ("Tomas", "https://blog.example/", "", ", who lives there"),
        ("**Ines van der Quell**", "https://social.example/@ines", "", ""),
        ("Dr. Ines O'Quell", "https://conf.example/2024/speakers/oquell/", "", ""),
        ("Ines Quell", "https://x.com/iquell", "", "'s keynote"),
    ],
)
def test_person(text, url, before, after):
    assert classify(text, url, before, after).kind == "person"


@pytest.mark.parametrize(
    ("text", "url", "before"),
    [
        ("Jane Street", "https://www.janestreet.com/", "sponsored by "),
        ("Home Depot", "https://homedepot.example/", ""),
        ("Grafnio", "https://grafnio.example/", ""),
        ("GRAFNIO", "https://grafnio.example/", "works at "),
        ("Grafnio", "https://github.com/grafnio", ""),
        ("grafnio-cli", "https://github.com/grafnio/cli", ""),
        ("Martin", "https://github.com/grafnio/martin", "by "),
        ("Charlie Bird", "https://cbird.example/", "dinner at "),
        ("Ada Lovelace", "https://en.wikipedia.org/wiki/Ada_Lovelace", ""),
        ("his blog", "https://ines.example", "friend "),
        ("here", "https://maps.app.goo.gl/abc", ""),
        ("my parents' place", "https://maps.app.goo.gl/abc", ""),
        ("Martin's house", "https://maps.app.goo.gl/abc", ""),
        ("LinkedIn", "https://www.linkedin.com/in/quell-9/", ""),
        ("San Diego", "https://sandiego.example", "in "),
        ("DevOpsDays", "https://devopsdays.example", ""),
        ("@conf", "https://twitter.com/conf", "by "),
    ],
)
def test_unsure_is_other(text, url, before):
    verdict = classify(text, url, before)
    assert (verdict.kind, bool(verdict.reason)) == ("other", True)


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        ("Noodle Bar Zeven", "https://maps.app.goo.gl/abc", "restaurant"),
        ("De Schuur", "https://www.google.com/maps/place/x/@52.1,5.1,17z", "other"),
        ("Utrecht Centraal Station", "https://www.openstreetmap.org/node/1", "station"),
        ("Zeven", "geo:52.1,5.1", "other"),
        ("Hotel Zeven", "https://zeven.example/", "hotel"),
        ("Railway Museum", "https://museum.example/", "sight"),
    ],
)
def test_place(text, url, kind):
    verdict = classify(text, url)
    assert (verdict.kind, verdict.name, verdict.place_kind) == ("place", text, kind)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Grafnio", "https://www.linkedin.com/company/grafnio"),
        ("Grafnio GmbH", "https://grafnio.example"),
        ("University of Utrecht", "https://uu.example/"),
        ("Grafnio", "https://github.com/orgs/grafnio"),
    ],
)
def test_organisation(text, url):
    assert classify(text, url).kind == "organisation"


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("Nikolina (Nika)", "Nikolina", ("Nika",)),
        ('Ines "Iq" Quell', "Ines Quell", ("Iq",)),
        ("Ines Quell's", "Ines Quell", ()),
    ],
)
def test_other_names_in_the_text(text, name, aliases):
    verdict = classify(text, "https://www.linkedin.com/in/x")
    assert (verdict.name, verdict.aliases) == (name, aliases)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.ines.example/", "http://INES.example"),
        ("https://x.com/IQuell", "https://twitter.com/iquell/"),
        ("https://uk.linkedin.com/in/quell/", "https://www.linkedin.com/in/Quell?trk=x"),
        ("https://ines.example/?utm_source=a", "https://ines.example"),
    ],
)
def test_spellings_of_one_address_agree(one, other):
    assert normalise(one) == normalise(other)


def test_different_addresses_stay_different():
    assert normalise("https://ines.example/a") != normalise("https://ines.example/A")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.google.com/maps/place/x/@52.0907,5.1214,17z", (52.0907, 5.1214)),
        ("https://www.openstreetmap.org/?mlat=-36.85&mlon=174.76#map=17/-36.8/174.7", (-36.85, 174.76)),
        ("https://www.openstreetmap.org/#map=18/60.16810/24.95210", (60.1681, 24.9521)),
        ("geo:52.1,5.1", (52.1, 5.1)),
        ("https://maps.app.goo.gl/abc", None),
    ],
)
def test_position_of_a_map_link(url, expected):
    assert position(url) == expected
