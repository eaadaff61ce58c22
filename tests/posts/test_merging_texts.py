from hypothesis import given
from hypothesis import strategies as st

from posts.merging_texts import Conflict, three_way

BASE = "Morning: NixCon opens.\n\nLunch with Ada.\n\nEvening at the bar."
TEXTS = st.lists(st.sampled_from(["One two.", "Three four.", "Five.", "\n", "\n\n"]), max_size=12).map("".join)


def test_changes_in_different_paragraphs_are_both_taken():
    merge = three_way(
        BASE,
        BASE.replace("Lunch with Ada", "Lunch with Grace"),
        BASE.replace("Morning", "Early morning") + "\n\nThen sleep.",
    )
    assert merge.conflicts == []
    assert merge.text == ("Early morning: NixCon opens.\n\nLunch with Grace.\n\nEvening at the bar.\n\nThen sleep.")


def test_changes_in_neighbouring_paragraphs_are_both_taken():
    merge = three_way("One.\n\nTwo.", "1.\n\nTwo.", "One.\n\n2.")
    assert (merge.text, merge.conflicts) == ("1.\n\n2.", [])


def test_different_words_of_a_paragraph_are_merged_as_a_proposal():
    mine, theirs = BASE.replace("Lunch", "A long lunch"), BASE.replace("Ada", "Ada and Grace")
    merge = three_way(BASE, mine, theirs)
    assert merge.text == BASE.replace("Lunch with Ada", "A long lunch with Ada and Grace")
    assert merge.conflicts == [Conflict("Lunch with Ada.", "A long lunch with Ada.", "Lunch with Ada and Grace.")]


def test_same_words_changed_keep_both_wordings():
    merge = three_way("Lunch with Ada.", "Lunch with Grace.", "Lunch with Linus.")
    assert merge.text == "Lunch with Grace.\n\nLunch with Linus."
    assert len(merge.conflicts) == 1


def test_both_wordings_of_a_line_stay_in_their_paragraph():
    merge = three_way("One\ntwo\nthree.", "One\n2\nthree.", "One\nII\nthree.")
    assert merge.text == "One\n2\nII\nthree."


def test_both_went_on_at_the_end():
    merge = three_way("One.", "One.\n\nMine.", "One.\n\nTheirs.")
    assert merge.text == "One.\n\nMine.\n\nTheirs."
    assert len(merge.conflicts) == 1


def test_paragraph_deleted_by_one_and_changed_by_the_other_stays():
    merge = three_way("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo, changed.\n\nThree.")
    assert "Two, changed." in merge.text
    assert merge.conflicts


def test_line_endings_of_browsers_are_no_change():
    merge = three_way("One.\n\nTwo.", "One.\r\n\r\nTwo.", "One.\n\n2.")
    assert (merge.text, merge.conflicts) == ("One.\n\n2.", [])


@given(TEXTS, TEXTS)
def test_what_one_side_alone_changed_is_taken(base, changed):
    assert three_way(base, changed, base).text == changed
    assert three_way(base, base, changed).text == changed
    assert three_way(base, changed, changed).text == changed


@given(TEXTS, TEXTS, TEXTS)
def test_merging_forgets_no_added_paragraph(base, mine, theirs):
    merge = three_way(base, f"MINE.\n\n{mine}", f"{theirs}\n\nTHEIRS.")
    assert "MINE." in merge.text
    assert "THEIRS." in merge.text


@given(TEXTS, TEXTS, TEXTS)
def test_sides_are_equal_in_conflict(base, mine, theirs):
    assert len(three_way(base, mine, theirs).conflicts) == len(three_way(base, theirs, mine).conflicts)
