import datetime
import zoneinfo

import pytest
from django.template import Context, Template
from django.utils import translation

from posts.templatetags.travel import bare_address, clock, date_span

D = datetime.date


def words(html: str) -> str:
    return Template("{{ html|striptags }}").render(Context({"html": html}))


@pytest.mark.parametrize(
    ("language", "first", "last", "expected"),
    [
        ("en", D(2024, 3, 14), D(2024, 3, 14), "March 14, 2024"),
        ("en", D(2024, 3, 14), D(2024, 3, 18), "March 14–18, 2024"),
        ("en", D(2024, 3, 30), D(2024, 4, 2), "March 30 – April 2, 2024"),
        ("en", D(2025, 12, 29), D(2026, 1, 3), "Dec. 29, 2025 – Jan. 3, 2026"),
        ("en-gb", D(2024, 3, 14), D(2024, 3, 18), "14–18 Mar 2024"),
        ("de", D(2024, 3, 14), D(2024, 3, 18), "14.–18. März 2024"),
        ("ja", D(2024, 3, 30), D(2024, 4, 2), "2024年3月30日 – 2024年4月2日"),
    ],
)
def test_date_span_is_as_short_as_the_locale_allows(language, first, last, expected):
    with translation.override(language):
        assert words(date_span(first, last)) == expected


def test_date_span_is_readable_by_machines():
    assert date_span(D(2024, 3, 30), D(2024, 4, 2)) == (
        '<time datetime="2024-03-30">March 30</time> – <time datetime="2024-04-02">April 2, 2024</time>'
    )


def test_date_span_without_dates():
    assert date_span(None, None) == ""


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_clock_keeps_the_zone_of_the_talk(zone):
    moment = datetime.datetime(2024, 3, 14, 23, 30, tzinfo=zoneinfo.ZoneInfo(zone))
    html = Template("{% load travel %}{% clock moment %}").render(Context({"moment": moment}))
    assert html == f'<time datetime="{moment.isoformat()}">11:30 p.m.</time>'


def test_clock_without_a_time():
    assert clock(None) == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://social.example/@olive", "social.example/@olive"),
        ("https://www.olive.example/", "olive.example"),
        ("mailto:olive@mail.example", "olive@mail.example"),
    ],
)
def test_an_address_is_shown_as_it_is_written_down(url, shown):
    assert bare_address(url) == shown
