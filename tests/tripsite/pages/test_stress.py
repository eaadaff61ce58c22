"""The short form of `make stress`."""

from .stress import stress


def test_no_reader_sees_what_was_there_before_a_save_or_half_of_it(tmp_path):
    outcome = stress(tmp_path, readers=8, saves=30)
    assert outcome.wrong == []
    assert outcome.acknowledged == 30
    assert set(outcome.answers) <= {200, 304}
    assert outcome.answers[200] > 8
