"""The sweep of a text, given what is known: no database."""

import pytest

from posts.names.knowledge import Knowledge, KnownPerson, by_name, by_spoken_name, things
from posts.names.offers import Kind
from posts.names.sweep import sweep


def knowing(*here, elsewhere=(), language="en", named=(), ignored=()):
    """Return what is known: people on the trip and elsewhere, each by their names."""
    persons = [KnownPerson(number, names[0].lower(), tuple(names)) for number, names in enumerate([*here, *elsewhere])]
    return Knowledge(language, by_name(persons), by_spoken_name(persons[: len(here)]), things(named), things(ignored))


def matches(source, knowledge):
    return [(offer.words, [person.name for person in offer.candidates]) for offer in sweep(source, knowledge)]


def unknown(source, language="en", **known):
    return [offer.words for offer in sweep(source, knowing(language=language, **known)) if offer.kind is Kind.UNKNOWN]


def slips(source, knowledge):
    return [(offer.words, offer.correction) for offer in sweep(source, knowledge) if offer.kind is Kind.SLIP]


ADA = ("Ada Lovelace", "Countess")
WILL = ("Will Fancher",)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Then Ada Lovelace spoke.", ["Ada Lovelace"]),
        ("Then ADA LOVELACE spoke.", ["ADA LOVELACE"]),
        ("I saw Ada\nLovelace there.", ["Ada Lovelace"]),
        ("> I saw Ada\n> Lovelace there.", ["Ada Lovelace"]),
        ("I saw Ada\r\nLovelace there.", ["Ada Lovelace"]),
        ("We heard Ada's talk with the Countess.", ["Ada"]),  # a title, with an article
        ("With Ada, Countess and Ada", ["Ada", "Countess", "Ada"]),
        ("**Ada** and _Ada_ (Ada)", ["Ada", "Ada", "Ada"]),
        ("Adam, adage, Nevada", []),
        ("He wrote it in ada. The Ada language", []),
        ("Ada\n\nLovelace Street", ["Ada"]),
        ("I met Ada Smith.", []),  # another Ada
    ],
)
def test_people_of_the_trip_are_matched(source, words):
    assert [offer.words for offer in sweep(source, knowing(ADA)) if offer.kind is Kind.MATCH] == words


@pytest.mark.parametrize(
    "source",
    [
        "`Ada`",
        "```\nAda\n```",
        "~~~text\nAda",
        "Words:\n\n    Ada = 1\n\n    Ada = 2",
        "[Ada](person:ada)",
        "[with Ada](https://example.org/)",
        "[Ada][1]\n\n[1]: https://example.org/Ada 'Ada'",
        "![Ada](figure:stage)",
        "[![Ada](figure:stage)](https://example.org/)",
        "<https://example.org/Ada>",
        "https://example.org/Ada",
        "<b title='Ada'></b>",
        "<!-- Ada -->",
        '{{< figure title="Ada" >}}',
        "ada@Ada.example, @Ada, #Ada",
        "*[HTML]: by Ada",
        '<a href="https://example.org/">Ada</a>',
    ],
)
def test_code_links_and_addresses_are_not_read(source):
    assert sweep(source, knowing(ADA)) == []


@pytest.mark.parametrize(
    "source", ["- with\n\n    Ada", "[Ada] came", "\\[Ada](x)", "[^1]\n\n[^1]: Ada", "- a\n- Ada", "| Ada |\n|---|"]
)
def test_words_beside_markup_are_read_where_they_stand(source):
    [offer] = sweep(source, knowing(ADA))
    assert (offer.words, offer.start) == ("Ada", source.index("Ada"))


def test_accents_and_scripts():
    knowledge = knowing(("Zoé Müller",), ("山田太郎",), ("Łukasz Đorđević",))
    assert matches("Zoe Muller, 山田太郎さん and Lukasz", knowledge) == [
        ("Zoe Muller", ["Zoé Müller"]),
        ("山田太郎", ["山田太郎"]),
        ("Lukasz", ["Łukasz Đorđević"]),
    ]


def test_people_elsewhere_are_matched_by_full_name_only():
    knowledge = knowing(elsewhere=[("Ada Lovelace",)])
    assert matches("Ada Lovelace wrote.", knowledge) == [("Ada Lovelace", ["Ada Lovelace"])]
    assert [(offer.kind, offer.candidates) for offer in sweep("I met Ada.", knowledge)] == [(Kind.UNKNOWN, ())]


def test_two_of_a_name_are_both_offered():
    knowledge = knowing(("Ben Siraphob",), ("Ben Nguyen",))
    [offer] = sweep("Ben spoke.", knowledge)
    assert [person.name for person in offer.candidates] == ["Ben Siraphob", "Ben Nguyen"]


def test_somebody_here_goes_before_a_namesake_elsewhere():
    knowledge = knowing(("Jon",), elsewhere=[("Jon",)])
    [offer] = sweep("With Jon.", knowledge)
    assert [person.pk for person in offer.candidates] == [0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Will you come?", []),
        ("Will, Ada and I left.", ["Will", "Ada"]),
        ("So Will spoke.", ["Will"]),
        ("It will rain.", []),
    ],
)
def test_words_that_are_names_as_well(source, words):
    assert [offer.words for offer in sweep(source, knowing(WILL, ADA))] == words


def test_things_are_no_people():
    knowledge = knowing(ADA, named=["Ada Lovelace Day", "Countess Tea Room"])
    assert sweep("At Ada Lovelace Day and in Countess Tea Room.", knowledge) == []


def test_ignored_words_are_not_offered():
    assert sweep("With Ada and Tony.", knowing(ADA, ignored=["Ada", "tony"])) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("I had lunch with Katja and Dov.", ["Katja"]),  # Dov is in no lexicon, and nothing else tells
        ("The talk was by Wren Okabe.", ["Wren Okabe"]),
        ("Wren Okabe's excellent talk began.", ["Wren Okabe"]),
        ("My colleague Xiaoming came, too.", ["Xiaoming"]),
        ("We ran into Oluwaseun Adeyemi.", ["Oluwaseun Adeyemi"]),
        ("Then Dr. Abernathy came.", ["Abernathy"]),
        ("Professor Katharina Okonkwo spoke", ["Katharina Okonkwo"]),
        ("On Monday Katharina van den Berg left.", ["Katharina van den Berg"]),
        ("Jean-Luc Picard arrived.", ["Jean-Luc Picard"]),
        ("I met Conor O'Brien and Fiona McKay.", ["Conor O'Brien", "Fiona McKay"]),
        ("Kelly said hello.", ["Kelly"]),
        ("In Austin it was hot. We flew to Florence from Sydney.", []),
        ("Grace Cathedral, Victoria Station and the Virginia Hotel", []),
        ("Mark my words: May is hot. June, too. Rose was late.", []),
        ("The Julia language; a Jenkins server; this Hugo theme", []),
        ("We used Docker, Kubernetes and NixOS at Google.", []),
        ("St. Martin and San Diego and Santa Monica", []),
        ("Everyone from Meta, Google and GitHub had booths.", []),
        ("It was by Red Hat.", []),
    ],
)
def test_unknown_names_in_english(source, words):
    assert unknown(source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Am Montag traf ich meinen Freund Jürgen im Café.", ["Jürgen"]),
        ("Danach ging ich mit Katharina Weiß ins Museum.", ["Katharina Weiß"]),
        ("Der Vortrag von Freunden über Datenbanken war gut.", []),
        ("Mit Kollegen aus Hamburg sprach ich über Züge, Brücken und Wetter.", []),
        ("Gestern Abend kam Stefan.", ["Stefan"]),
        ("Frau Müller hielt eine Rede.", ["Müller"]),
        ("Ich traf Freunde und ging mit Kollegen essen.", []),
    ],
)
def test_unknown_names_in_german_need_the_lexicon_or_a_title(source, words):
    assert unknown(source, "de") == words


@pytest.mark.parametrize(
    ("language", "source", "words"),
    [
        ("fr", "Lundi, avec Étienne et Zoé, nous avons pris le train pour Lyon.", ["Étienne", "Zoé"]),
        ("fr", "La conférence de François Dupont était bien.", ["François Dupont"]),
        ("es", "El lunes con Javier y María fuimos a Toledo.", ["Javier", "María"]),
        ("pl", "Agnieszka i Piotr Nowak.", ["Agnieszka", "Piotr Nowak"]),
    ],
)
def test_unknown_names_in_other_languages(language, source, words):
    assert unknown(source, language) == words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Addision left.", [("Addision", "Addison")]),
        ("Then Adidson left.", [("Adidson", "Addison")]),
        ("Achile Verheye spoke.", [("Achile Verheye", "Achille Verheye")]),
        ("Achille Verheje spoke.", [("Achille Verheje", "Achille Verheye")]),
        ("Addison left.", []),
        ("addision left", []),
        ("Addisons left.", []),  # a plural, or a possessive without its apostrophe
        ("Addition is easy. The addition", []),
        ("Addision, Addision and Addision.", []),  # so often that it is somebody else
        ("`Addision`", []),
    ],
)
def test_slips(source, expected):
    knowledge = knowing(("Addison",), ("Achille Verheye",))
    knowledge.uncapitalised.add("addition")
    assert slips(source, knowledge) == expected


def test_another_given_name_is_no_slip():
    assert slips("Christina came.", knowing(("Christian Berg",))) == []


@pytest.mark.parametrize(
    "source", ["[" * 20_000, "`" * 20_000, "<" * 20_000, "{{" * 10_000, "Ada " * 20_000, "a." * 20_000]
)
def test_long_texts_take_no_time_to_speak_of(source):
    sweep(source, knowing(ADA))
