"""What the audit of markup makes of what the Nu HTML checker says."""

from .markup import UNKNOWN_CSS, findings_in


def complaint(words: str, file: str = "base.css") -> dict:
    return {"type": "error", "url": f"file:/{file}", "lastLine": 3, "message": words, "extract": "a\n b"}


EXCEPTED = [complaint(words) for words in UNKNOWN_CSS]


def test_css_that_the_checker_does_not_know_is_excepted():
    assert findings_in(EXCEPTED) == []


def test_nothing_like_it_is_excepted():
    near = complaint("CSS: “view-transition-name”: “nonsense” is not a “view-transition-name” value.")
    in_html = complaint(EXCEPTED[0]["message"], "home.html")
    assert len(findings_in([*EXCEPTED, near, in_html])) == 2


def test_a_complaint_is_told_with_its_place():
    assert findings_in([*EXCEPTED, complaint("Stray end tag."), complaint("Stray end tag.")]) == [
        "base.css:3: error: Stray end tag. [a b] (2 times)"
    ]


def test_what_the_checker_has_come_to_know_is_told():
    assert findings_in(EXCEPTED[1:]) == [
        f"no longer complained of, so no longer to be excepted: {EXCEPTED[0]['message']}"
    ]
