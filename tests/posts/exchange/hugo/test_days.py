import datetime

import pytest

from posts.exchange.hugo.blocks import find_blocks
from posts.exchange.hugo.days import find_sections
from posts.exchange.hugo.regions import find_regions

POSTED = datetime.date(2024, 5, 20)  # a Monday


def sections(text, posted=POSTED, starts=None):
    blocks = find_blocks(text, find_regions(text))
    found = find_sections(text, blocks, posted, starts=starts)
    return [
        (each.kind, each.date and each.date.isoformat(), each.source, text[each.start : each.end].strip())
        for each in found.sections
    ], [words for _, words in found.remarks]


def days(text, posted=POSTED, starts=None):
    return [each[:3] for each in sections(text, posted, starts)[0]]


def test_breaks_with_weekdays_on_both_sides_part_days():
    text = "Left on Thursday morning.\n\n---\n\nOn Friday we sat.\n\n---\n\nWe walked on Saturday night.\n"
    assert sections(text)[0] == [
        ("day", "2024-05-16", "weekday", "Left on Thursday morning."),
        ("day", "2024-05-17", "weekday", "On Friday we sat."),
        ("day", "2024-05-18", "weekday", "We walked on Saturday night."),
    ]


def test_first_part_with_a_weekday_inside_is_that_day():
    text = "An introduction.\n\nI flew on Thursday morning.\n\n---\n\nOn Friday we sat.\n"
    assert days(text) == [("day", "2024-05-16", "weekday"), ("day", "2024-05-17", "weekday")]


def test_run_may_end_after_the_posting_date():
    text = "On Friday a.\n\nOn Saturday b.\n\nOn Sunday c.\n\nOn Monday d.\n\nOn Tuesday e.\n"
    assert [day[1] for day in days(text)] == ["2024-05-17", "2024-05-18", "2024-05-19", "2024-05-20", "2024-05-21"]


def test_run_mostly_after_the_posting_date_was_the_week_before():
    text = "On Monday a.\n\nOn Tuesday b.\n\nOn Wednesday c.\n"
    assert [day[1] for day in days(text, datetime.date(2024, 5, 21))] == ["2024-05-20", "2024-05-21", "2024-05-22"]
    text = "On Friday a.\n\nOn Saturday b.\n\nOn Sunday c.\n\nOn Monday d.\n"
    assert days(text, datetime.date(2024, 5, 18))[0][1] == "2024-05-10"


def test_break_within_an_evening_stays_in_the_text():
    text = "On Friday we sat.\n\n---\n\nAnd sat.\n\nOn Saturday we rose.\n"
    assert sections(text)[0] == [
        ("day", "2024-05-17", "weekday", "On Friday we sat.\n\n---\n\nAnd sat."),
        ("day", "2024-05-18", "weekday", "On Saturday we rose."),
    ]


def test_breaks_alone_part_nothing():
    assert days("One.\n\n---\n\nTwo.\n\n---\n\nThree.\n") == [("day", "2024-05-20", "front_matter")]


def test_last_part_without_a_day_behind_parted_days_is_the_epilogue():
    text = "On Friday a.\n\n---\n\nOn Saturday b.\n\n---\n\nIt was good.\n"
    assert [day[0] for day in days(text)] == ["day", "day", "epilogue"]


def test_teaser_before_the_first_day_is_the_prologue():
    text = "What a trip.\n\n---\n\nOn Friday a.\n\n---\n\nOn Saturday b.\n"
    assert [day[0] for day in days(text)] == ["prologue", "day", "day"]


def test_headings_part_days():
    text = (
        "Hello.\n\n## Saturday {#saturday}\n\na\n\n### A talk on Monday\n\nb\n\n"
        "## Sunday: rain 🌧\n\nc\n\n## Conclusion\n\nd\n"
    )
    assert days(text) == [
        ("prologue", None, "none"),
        ("day", "2024-05-18", "weekday"),
        ("day", "2024-05-19", "weekday"),
        ("epilogue", None, "none"),
    ]


def test_heading_of_another_matter_stays_in_its_day():
    text = "## Saturday\n\na\n\n## Food\n\nb\n\n## Sunday\n\nc\n\n## More food\n\nd\n"
    assert [day[:2] for day in days(text)] == [("day", "2024-05-18"), ("day", "2024-05-19")]


def test_counted_days_lean_on_the_posting_date_and_say_so():
    found, remarks = sections("## Day 0 - arrival\n\na\n\n## Day 1\n\nb\n\n## Day 2\n\nc\n")
    assert [each[:3] for each in found] == [
        ("day", "2024-05-18", "heading"),
        ("day", "2024-05-19", "heading"),
        ("day", "2024-05-20", "heading"),
    ]
    assert remarks == ["the days are only counted (“Day 0”); they were dated back from 2024-05-20, check them"]


def test_counted_days_follow_the_first_day_or_the_weekday_below():
    text = "## Day 1\n\na\n\n## Day 2\n\nb\n"
    assert [day[1] for day in days(text, starts=datetime.date(2024, 5, 3))] == ["2024-05-03", "2024-05-04"]
    assert [day[1] for day in days("## Day 1\n\nOn Friday a.\n\n## Day 2\n\nOn Saturday b.\n")] == [
        "2024-05-17",
        "2024-05-18",
    ]


def test_written_dates_part_days_and_carry_weekdays():
    text = "### Thursday, May 2\n\na\n\n### Friday\n\nb\n\n### 4 May\n\nc\n"
    assert days(text) == [
        ("day", "2024-05-02", "heading"),
        ("day", "2024-05-03", "weekday"),
        ("day", "2024-05-04", "heading"),
    ]


def test_date_that_contradicts_its_weekday_is_taken_and_reported():
    found, remarks = sections("### Monday, May 2\n\na\n\n### Friday, May 3\n\nb\n")
    assert [each[1] for each in found] == ["2024-05-02", "2024-05-03"]
    assert remarks == ["“May 2” was a Thursday, the text says otherwise; the date was taken"]


def test_next_day_follows_the_day_before():
    text = "On Friday we sat.\n\nThe next morning we rose.\n\nThe following day it rained.\n"
    assert days(text) == [
        ("day", "2024-05-17", "weekday"),
        ("day", "2024-05-18", "sequence"),
        ("day", "2024-05-19", "sequence"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On Fridays we sit.\n\nOn Saturdays we rise.\n",
        "We planned for Friday.\n\nWe waited until Saturday.\n",
        "Friday's schedule was long.\n\nThe Saturday market was not.\n",
        "```\nOn Friday\n```\n\n```\nOn Saturday\n```\n",
        "- On Friday\n\n- On Saturday\n",
    ],
)
def test_weekdays_merely_spoken_of_part_nothing(text):
    assert days(text) == [("day", "2024-05-20", "front_matter")]


def test_other_languages():
    text = "Samstag, 3. Februar\n\na\n\nSonntag, 4. Februar\n\nb\n"
    assert [day[1] for day in days(text, datetime.date(2024, 2, 20))] == ["2024-02-03", "2024-02-04"]
    assert [day[1] for day in days("## 土曜日\n\na\n\n## 日曜日\n\nb\n")] == ["2024-05-18", "2024-05-19"]


def test_weekdays_without_any_date_are_proposed_not_done():
    found, remarks = sections("On Friday a.\n\nOn Saturday b.\n", posted=None)
    assert [each[:3] for each in found] == [("prologue", None, "none")]
    assert remarks == [
        "“Friday” may begin a day; nothing else dates it, so the text was not parted there",
        "“Saturday” may begin a day; nothing else dates it, so the text was not parted there",
    ]


def test_year_turns_within_a_trip():
    text = "On 31 December a.\n\nOn 1 January b.\n"
    assert [day[1] for day in days(text, datetime.date(2024, 1, 5))] == ["2023-12-31", "2024-01-01"]
