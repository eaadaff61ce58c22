"""The sweep of one text: words that name somebody without a link, slips, and names nobody has."""

from . import matching, misspelling, unknown
from .knowledge import Knowledge
from .offers import Offer
from .reading import PERSON, readable
from .tokens import tokens_of


def sweep(source: str, knowledge: Knowledge) -> list[Offer]:
    """Return what a Markdown text offers, in order; positions are those of the source."""
    text = readable(source)
    tokens = tokens_of(text)
    matches, taken = matching.find(text, tokens, knowledge)
    covered = _cover(text, matches)
    slips = misspelling.find(tokens, taken, knowledge)
    covered = _cover(covered, slips)
    names = unknown.find(covered, tokens, taken, knowledge)
    return sorted([*matches, *slips, *names], key=lambda offer: offer.start)


def _cover(text: str, offers: list[Offer]) -> str:
    parts, end = [], 0
    for offer in offers:
        parts += [text[end : offer.start], PERSON * (offer.end - offer.start)]
        end = offer.end
    return "".join([*parts, text[end:]])
