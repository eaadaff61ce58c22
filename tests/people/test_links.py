"""What an address says about where somebody is found."""

import pytest

from people.links import complete, kind_of, normalise


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://ada.example/", "site"),
        ("https://ada.example/blog/", "site"),
        ("https://github.com/ada", "github"),
        ("https://www.GitHub.com/ada/", "github"),
        ("https://github.com/orgs/nixos", "other"),
        ("https://gitlab.com/ada", "gitlab"),
        ("https://codeberg.org/ada", "gitlab"),
        ("https://www.linkedin.com/in/ada/", "linkedin"),
        ("https://de.linkedin.com/in/ada", "linkedin"),
        ("https://linkedin.com/company/engines", "other"),
        ("https://hachyderm.example/@ada", "mastodon"),
        ("https://social.example/users/ada", "mastodon"),
        ("https://social.example/@ada@elsewhere.example", "mastodon"),
        ("https://twitter.com/ada", "twitter"),
        ("https://x.com/ada", "twitter"),
        ("https://bsky.app/profile/ada.example", "bluesky"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid"),
        ("https://conf.example/2024/speakers/ada", "speaker"),
        ("https://keybase.io/ada", "other"),
        ("mailto:ada@example.org", "email"),
        ("ada@example.org", "email"),
        ("nonsense", "other"),
        ("http://[broken", "other"),
    ],
)
def test_kind_of_an_address(url, kind):
    assert kind_of(url) == kind


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ada.example", "https://ada.example"),
        (" ada.example/about ", "https://ada.example/about"),
        ("HTTPS://Ada.Example/About", "https://ada.example/About"),
        ("https://ada.example/?utm_source=x&page=2", "https://ada.example/?page=2"),
        ("https://ada.example/?q=a%20b", "https://ada.example/?q=a%20b"),
        ("@ada@Social.example", "https://social.example/@ada"),
        ("ada@example.org", "mailto:ada@example.org"),
        ("MAILTO:ada@example.org?subject=x", "mailto:ada@example.org"),
        ("0000-0002-1694-233x", "https://orcid.org/0000-0002-1694-233X"),
        ("github.com/ada", "https://github.com/ada"),
        ("matrix:u/ada:example.org", "matrix:u/ada:example.org"),
        ("Ada", "Ada"),
    ],
)
def test_address_is_kept_whole(written, kept):
    assert complete(written) == kept
    assert complete(kept) == kept


def test_spellings_of_one_address_are_the_same():
    spellings = ["https://www.github.com/Ada/", "http://github.com/ada", "https://github.com/ada?utm_source=x"]
    assert {normalise(spelling) for spelling in spellings} == {"github.com/ada"}
