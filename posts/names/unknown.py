"""Names that nobody in the log has: by a lexicon of given names, and by the words around them."""

from collections.abc import Iterator, Sequence

from .common_words import AMBIGUOUS, HONORIFICS, PARTICLES, THINGS, TIMES
from .given_names import GIVEN_NAMES
from .knowledge import Knowledge
from .offers import Kind, Offer
from .signs import Signs
from .tokens import Token, without_breaks

LONGEST = 5


def find(text: str, tokens: Sequence[Token], taken: set[int], knowledge: Knowledge) -> list[Offer]:
    """Return the likely names among the words that are not `taken`; known people are covered in `text`."""
    offers = []
    for run in _runs(tokens, taken, knowledge):
        name = _without_what_is_before(run, knowledge)
        if not name or len(name) > LONGEST:
            continue
        signs = Signs(text, name[0].start, name[-1].end)
        if why := _reason(name, signs, knowledge):
            words = without_breaks(text[name[0].start : name[-1].end])
            offers.append(Offer(Kind.UNKNOWN, words, name[0].start, name[-1].end, why=why))
    return offers


def _runs(tokens: Sequence[Token], taken: set[int], knowledge: Knowledge) -> Iterator[list[Token]]:
    """Yield capitalised words that stand together, with particles such as “van” between them."""
    run: list[Token] = []
    for index, token in enumerate(tokens):
        if run and not token.follows:
            yield _without_particles(run)
            run = []
        is_part = index not in taken and _may_be_part(tokens, index, knowledge)
        if is_part or (run and token.text.islower() and token.folded in PARTICLES and index not in taken):
            run.append(token)
        elif run:
            yield _without_particles(run)
            run = []
    if run:
        yield _without_particles(run)


def _may_be_part(tokens: Sequence[Token], index: int, knowledge: Knowledge) -> bool:
    token = tokens[index]
    if not token.is_capitalised or token.is_shouted or not token.text.replace("’", "").isalpha():
        return False
    if token.folded in TIMES:
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        return token.folded in GIVEN_NAMES and after is not None and after.follows and after.is_capitalised
    return token.folded not in knowledge.function_words


def _without_particles(run: list[Token]) -> list[Token]:
    while run and run[-1].text.islower():
        run = run[:-1]
    return run


def _without_what_is_before(run: list[Token], knowledge: Knowledge) -> list[Token]:
    """Leave out titles and, where every noun has a capital, the nouns before a given name."""
    while run and run[0].folded in HONORIFICS:
        run = run[1:]
    if knowledge.nouns_are_capitalised:
        start = next((index for index, token in enumerate(run) if token.folded in GIVEN_NAMES), 0)
        run = run[start:]
    return run


def _reason(name: Sequence[Token], signs: Signs, knowledge: Knowledge) -> str:
    """Return why this may be somebody's name; "" where nothing says so."""
    if any(token.folded in THINGS for token in name) or (signs.has_article and not signs.titled):
        return ""
    first = name[0].folded
    is_given = first in GIVEN_NAMES
    if not is_given:
        return _reason_without_the_lexicon(name, signs, knowledge)
    given = f"“{name[0].text}” is a given name"
    beside = signs.strong or signs.listed or signs.weak
    if signs.says_where and not (signs.strong or signs.listed):
        return ""
    if first in AMBIGUOUS and not beside:
        needs_more = name[0].opens or len(name) == 1 or first in knowledge.uncapitalised
        return "" if needs_more else given
    return f"{given}; {beside}" if beside else given


def _reason_without_the_lexicon(name: Sequence[Token], signs: Signs, knowledge: Knowledge) -> str:
    if signs.titled:
        return signs.titled
    if knowledge.nouns_are_capitalised or any(token.folded in knowledge.uncapitalised for token in name):
        return ""
    if len(name) == 1:
        return signs.named if len(name[0].text) > 2 else ""
    return signs.strong
