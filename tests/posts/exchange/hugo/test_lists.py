import pytest

from posts.exchange.hugo.lists import indent_lists


@pytest.mark.parametrize(
    ("hugo", "here"),
    [
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n\n   more\n2. b", "1. a\n\n    more\n2. b"),
        ("Text:\n- a\n- b\n\nText", "Text:\n\n- a\n- b\n\nText"),
        ("- a\nlazy\n- b", "- a\n    lazy\n- b"),
        ("- a\n\n  ```\n  code\n    in\n  ```\n- b", "- a\n\n    ```\n    code\n      in\n    ```\n- b"),
        ("* a\n\n  ![](figure:x)\n\n* b", "* a\n\n    ![](figure:x)\n\n* b"),
        ("10. a\n    - b", "10. a\n    - b"),
        ("- a\n\t- b", "- a\n    - b"),
    ],
)
def test_lists_are_indented_by_four(hugo, here):
    assert indent_lists(hugo) == here
    assert indent_lists(here) == here


@pytest.mark.parametrize(
    "text",
    [
        "- a\n    - b\n\n        more\n- c",
        "-   a\n\n    more",
        "text\n\n- - -\n\n* * *\n\ntext - with - dashes",
        "```\n- a\n  - b\n```",
        "text\n\n    - code\n      - code\n\ntext",
        "We came in\n1986. It rained.",
        "Term\n:   Definition\n    more\n\n[^1]: Note\n    more\n\n- a",
        "- [x] done\n- [ ] open",
        "<!--\n- a\n  - b\n-->\n\n- c",
        "- a\n\nText\n\n- b\n",
    ],
)
def test_what_fits_already_stays(text):
    assert indent_lists(text) == text
