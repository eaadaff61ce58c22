"""References in unusual spellings: whatever the converter takes for one is seen to in the public source."""

import pytest

from people.models import Visibility
from posts.prose.references import find, targets_of
from posts.prose.source import public_source
from posts.prose.targets import Targets
from tests.factories import make_person

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "[Ada](person:ada)",
    "[Ada](<person:ada>)",
    '[Ada](person:ada "title")',
    "[Ada](person:ada) and [R&D](person:ada)",
    "[Ada](person&#58;ada)",
    "[Ada](person&colon;ada)",
    r"[Ada](person\:ada) and [Bo](person:bo)",
    "[Ada](person:%61da)",
    "[Ada][1]\n\n[1]: person:ada",
    "[Ada]\n\n[ada]: person:ada",
    '<a href="person:ada">Ada</a>',
    "[the [real] Ada](person:ada)",
    "![Ada](person:ada) [Bo](person:bo)",
    "```\n[Ada](person:ada)\n```\n\n[Ada](person:ada)",
    "The talk: good. [Ada](person:ada)",
]


@pytest.mark.parametrize("source", SPELLINGS)
def test_no_target_is_overlooked(source):
    assert {(found.kind, found.slug) for found in find(source)} <= targets_of(source)


@pytest.mark.parametrize("source", SPELLINGS)
def test_what_is_public_leads_nowhere_hidden(source):
    make_person("Ada", slug="ada", visibility=Visibility.HIDDEN)
    make_person("Bo", slug="bo")

    public = public_source(source, Targets.for_texts([source]))

    assert ("person", "ada") not in {(found.kind, found.slug) for found in find(public)}
    if "```" not in source:
        assert "person:ada" not in public
