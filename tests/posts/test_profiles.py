import pytest
from django.core.exceptions import ValidationError

from posts.profiles import addresses_in, check

KEPT = ["https://social.example/@olive", "http://olive.example", "mailto:olive@mail.example"]


def test_lines_are_kept_tidily():
    assert check(f"  {KEPT[0]}\r\n\n{KEPT[1]} \n{KEPT[0]}\n{KEPT[2]}\n") == "\n".join(KEPT)
    assert check("") == ""


@pytest.mark.parametrize(
    "line", ["olive.example", "@olive@social.example", "javascript:x()", "ftp://a.example/", "mailto:olive", "https://"]
)
def test_a_line_that_is_no_address_is_named(line):
    with pytest.raises(ValidationError) as refused:
        check(f"{KEPT[0]}\n\n{line}\nalso not")
    assert refused.value.messages == [
        f"Line 3 is not an address that can be linked: “{line}”. "
        "Write it whole, such as https://example.org/ or mailto:me@example.org.",
        "Line 4 is not an address that can be linked: “also not”. "
        "Write it whole, such as https://example.org/ or mailto:me@example.org.",
    ]


def test_only_addresses_are_linked():
    assert addresses_in("\n".join([KEPT[0], "javascript:x()", KEPT[2], KEPT[0]])) == [KEPT[0], KEPT[2]]
