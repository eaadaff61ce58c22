"""Changes to a text, collected while it is read and made all at once."""

from bisect import bisect_left
from dataclasses import dataclass, field


@dataclass
class Edits:
    """Replacements of text[start:end] that must not overlap, and insertions, which stay in the order they came in."""

    _items: list[tuple[int, int, str]] = field(default_factory=list)
    _is_sorted: bool = True

    def replace(self, start: int, end: int, words: str) -> None:
        self._items.append((start, end, words))
        self._is_sorted = False

    def insert(self, position: int, words: str) -> None:
        self.replace(position, position, words)

    def apply(self, text: str, start: int, end: int) -> str:
        """Return text[start:end] with the changes in it, and with insertions at `end` but not at `start`."""
        if not self._is_sorted:
            self._items.sort(key=lambda item: item[0])
            self._is_sorted = True
        parts: list[str] = []
        position = start
        for index in range(bisect_left(self._items, (start,)), len(self._items)):
            first, last, words = self._items[index]
            if first > end or (first == end and last > end):
                break
            if first < position or (first == last == start):
                continue
            parts += [text[position:first], words]
            position = last
        parts.append(text[position:end] if position < end else "")
        return "".join(parts)
