from people.models import Person
from posts.prose.unnamed import without_names, without_person

SOMEONE = Person(visibility="hidden")
FRIEND = Person(visibility="pseudonym", pseudonym="a friend")


def test_without_person_keeps_every_other_reference():
    source = (
        "[Ada](person:ada) met [Bo](person:bo) at [the hall](place:hall), ![](figure:x), [no](trip:missing).\n\n"
        "Then [her][a] left. `[Ada](person:ada)`\n\n[a]: person:ada"
    )
    assert without_person(source, ["ada"], FRIEND) == (
        "A friend met [Bo](person:bo) at [the hall](place:hall), ![](figure:x), [no](trip:missing).\n\n"
        "Then a friend left. `a friend`\n\n"
    )


def test_without_person_who_is_not_named_stays_as_it_is():
    source = "[Bo] (person:bo) & [x]: person:ada-2 \\[a](person:ada)"
    assert without_person(source, ["ada"], SOMEONE) == source


def test_without_names_replaces_whole_words():
    text = "Ada Byron sang. With Ada  Byron, not Ada Byronic, and Countess."
    assert without_names(text, ["Ada Byron", "Countess"], SOMEONE) == (
        "Someone sang. With someone, not Ada Byronic, and someone."
    )
