from .writing import read_one


def test_sentences_that_tell_of_talks_are_proposed_with_their_words(tmp_path):
    body = """[Ines Quell](https://github.com/iquell)'s fine talk on dates.

The keynote was by Tom Marn. _The long way round_ by Ada Berg.

We talked by the door.
"""
    assert read_one(tmp_path, body).report.warnings == [
        "line 5: perhaps a talk: “Ines Quell's fine talk”",
        "line 7: perhaps a talk: “keynote was by Tom Marn”",
        "line 7: perhaps a talk: “_The long way round_ by Ada Berg”",
    ]
