"""Words that look like a slip for the name of somebody on the trip."""

from collections import Counter
from collections.abc import Sequence

from .common_words import THINGS, TIMES
from .given_names import GIVEN_NAMES
from .knowledge import Knowledge, KnownPerson, folded
from .offers import Kind, Offer
from .slips import SHORTEST, one_apart, shortened
from .tokens import Token

# A word spelled the same way more often is meant as it is.
MOST = 2


def find(tokens: Sequence[Token], taken: set[int], knowledge: Knowledge) -> list[Offer]:
    """Return likely slips, and add their words to those `taken`."""
    meant = knowledge.name_words
    near = {form: word for word in meant if len(word) >= SHORTEST for form in shortened(word)}
    if not near:
        return []
    counts = Counter(token.folded for token in tokens)
    offers = []
    for index, token in enumerate(tokens):
        if index in taken or counts[token.folded] > MOST or not _may_be_one(token, knowledge):
            continue
        word = next((near[form] for form in shortened(token.folded) if form in near), "")
        if word and word != token.folded and one_apart(token.folded, word):
            offers.append(_offer(tokens, index, meant[word], word, knowledge.cast, taken))
    return offers


def _may_be_one(token: Token, knowledge: Knowledge) -> bool:
    word = token.folded
    if len(word) < SHORTEST or not token.is_capitalised or token.is_shouted:
        return False
    return not (
        word in GIVEN_NAMES
        or word in THINGS
        or word in TIMES
        or word in knowledge.function_words
        or word in knowledge.uncapitalised
    )


def _offer(
    tokens: Sequence[Token], index: int, correction: str, word: str, cast: Sequence[KnownPerson], taken: set[int]
) -> Offer:
    """Offer the one word, or all of a full name in which one word is mistaken."""
    people = tuple(person for person in cast if any(word in folded(name) for name in person.names))
    first = last = index
    for person in people:
        for name in person.names:
            words = folded(name)
            if len(words) > 1 and word in words and _stands_around(tokens, index, words, words.index(word)):
                first = index - words.index(word)
                last = first + len(words) - 1
                correction, people = name, (person,)
    taken.update(range(first, last + 1))
    start, end = tokens[first].start, tokens[last].end
    written = " ".join(token.text for token in tokens[first : last + 1])
    return Offer(Kind.SLIP, written, start, end, people, f"one letter away from {correction}", correction)


def _stands_around(tokens: Sequence[Token], index: int, words: Sequence[str], at: int) -> bool:
    first = index - at
    part = list(tokens[first : first + len(words)]) if first >= 0 else []
    return (
        len(part) == len(words)
        and all(token.follows for token in part[1:])
        and all(
            token.folded == word for place, (token, word) in enumerate(zip(part, words, strict=True)) if place != at
        )
    )
