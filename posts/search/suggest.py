"""What a mistyped word was meant to be: the nearest word of the index that leads somewhere public."""

from django.db.models import Q
from django.db.models.functions import Length

from posts.models import SearchWord

from .find import find
from .query import Query, Term

# Up to so many results a better spelling is looked for.
FEW = 2
MIN_LENGTH = 4
# From this length on two changes are forgiven, before it one.
LONG = 6
MOST_CHANGES = 2
MOST_TERMS = 4
MOST_CANDIDATES = 3


def suggest(query: Query, total: int) -> str:
    """Return a better spelling of a query that found only `total`, or an empty string.

    A word is suggested only when searching it finds something, so nothing is said about words the public cannot see.
    """
    if total > FEW or len(query.terms) > MOST_TERMS:
        return ""
    is_alone = len(query.terms) == 1
    corrected = [_better(term, total, is_alone) for term in query.terms]
    if not any(corrected):
        return ""
    terms = tuple(better or term for better, term in zip(corrected, query.terms, strict=True))
    return _spelled(terms) if is_alone or find(Query("", terms)).total > total else ""


def _better(term: Term, total: int, is_alone: bool) -> Term | None:
    """Return the term with its word replaced by one that is found more often than it and than the whole query.

    `is_alone`: it is the whole query, which found `total`.
    """
    if len(term.words) > 1 or len(term.words[0]) < MIN_LENGTH:
        return None
    known = total if is_alone else find(Query("", (term,))).total
    if known > FEW:
        return None
    nearest = candidates(term.words[0])[:MOST_CANDIDATES]
    found = [(changes, -find(Query("", (Term((word,)),))).total, word) for changes, word in nearest]
    better = [(changes, count, word) for changes, count, word in found if -count > max(known, total)]
    return Term((min(better)[2],)) if better else None


def _spelled(terms: tuple[Term, ...]) -> str:
    return " ".join(f'"{" ".join(term.words)}"' if len(term.words) > 1 else term.words[0] for term in terms)


def candidates(word: str) -> list[tuple[int, str]]:
    """Return the indexed words that a word may have been meant to be, with their distance, the nearest first.

    Hardly anybody mistypes both ends of a word, so one of them is taken to be right.
    """
    changes = 1 if len(word) < LONG else MOST_CHANGES
    same_end = Q(word__startswith=word[0]) | Q(word__endswith=word[-2:])
    near = SearchWord.objects.annotate(length=Length("word")).filter(
        same_end, length__gte=len(word) - changes, length__lte=len(word) + changes
    )
    letters = set(word)
    # Cheaper to see than the distance, and enough to leave out most.
    alike = (other for other in near.values_list("word", flat=True) if len(letters.difference(other)) <= changes)
    return sorted((far, other) for other in alike if 0 < (far := distance(word, other)) <= changes)


def distance(word: str, other: str) -> int:
    """Return how many letters were left out, added, mistaken or swapped: the Damerau–Levenshtein distance."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        current = [row]
        for column, other_letter in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == other_letter:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
