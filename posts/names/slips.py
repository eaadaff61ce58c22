"""One letter added, left out, changed or swapped: whether a word is a slip of the pen for another."""

from collections.abc import Iterable

SHORTEST = 5


def shortened(word: str) -> Iterable[str]:
    """Yield a word, and it without each of its letters: two words one slip apart share one of these."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def one_apart(word: str, name: str) -> bool:
    if word[0] != name[0] or word.rstrip("s") == name.rstrip("s"):
        return False
    if len(word) == len(name):
        differing = [index for index, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
        swapped = len(differing) == 2 and word[differing[0]] == name[differing[1]]
        return len(differing) == 1 or (swapped and differing[1] == differing[0] + 1)
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return len(longer) == len(shorter) + 1 and shorter in set(shortened(longer))
