"""What the sweep of names finds in a trip: people without a link, likely slips, names that nobody has."""

from collections.abc import Iterator

from posts.names.knowing import Names
from posts.names.offers import Kind, Offer
from posts.names.sweep import sweep
from posts.names.texts import text_of

from .finding import Code, Finding
from .material import Material

_CODES = {Kind.MATCH: Code.UNLINKED, Kind.SLIP: Code.SLIP, Kind.UNKNOWN: Code.UNKNOWN}


def names(material: Material, known: Names) -> Iterator[Finding]:
    """Yield each word once in each text, with how often it stands there."""
    texts = list(text_of([material.trip, *material.days, *material.figures, *material.talks]))
    knowledge = known.knowledge(material.trip, [text.source for text in texts])
    for text in texts:
        offers = sweep(text.source, knowledge)
        first = {(offer.kind, offer.words): offer for offer in reversed(offers)}
        for offer in sorted(first.values(), key=lambda offer: offer.start):
            count = sum((each.kind, each.words) == (offer.kind, offer.words) for each in offers)
            yield Finding(
                _CODES[offer.kind],
                text.subject,
                _message(offer) + (f" ({count} times)" if count > 1 else ""),
                field=text.field,
                start=offer.start,
                end=offer.end,
            )


def _message(offer: Offer) -> str:
    who = " or ".join(person.name for person in offer.candidates)
    if offer.kind is Kind.MATCH:
        return f"“{offer.words}” is not linked; perhaps {who}"
    if offer.kind is Kind.SLIP:
        return f"“{offer.words}” looks like a slip for {offer.correction}"
    return f"“{offer.words}” may be somebody's name; {offer.why}"
