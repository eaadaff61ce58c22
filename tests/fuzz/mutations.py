"""Inputs made from samples by small changes, the same ones for the same seed.

A change takes away, repeats, replaces or inserts a piece, flips bits, or puts two samples together; sometimes it
repeats one token a few thousand times, which is how a reader that takes quadratic time shows itself.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 65_536  # bytes of one input
MOST_REPEATED = 4_000
TOKENS = [
    token.encode()
    for token in (
        *("\0", "\ufeff", "\u200b", "\u202e", "\ud7ff", "é", "日本", "😀", " ", "\t", "\n", "\r\n", "\n\n", "    "),
        *("[", "]", "(", ")", "![", "](", "[x](person:x)", "![](figure:x)", "[^1]", "[^1]: x", "<", ">", "</", "<!--"),
        *(
            "-->",
            "`",
            "```",
            "~~~",
            "*",
            "**",
            "_",
            "~",
            "|",
            "|-|",
            "#",
            "> ",
            "- ",
            "1. ",
            "- [ ] ",
            "\\",
            "&",
            "&#x",
        ),
        *("<script>", "</script>", "<style>", "<a href=", "<img src=x onerror=x>", "<svg/onload=x>", "<details>"),
        *(
            "javascript:x",
            "data:text/html,x",
            "http://",
            "https://x.example/",
            "mailto:x@x.example",
            "//",
            "../",
            "C:\\",
        ),
        *("---", "+++", "{", "}", "{{< ", " >}}", "{{% ", '{{<figure src="x"', "/>}}", '{{< ref "x.md" >}}', '"', "'"),
        *(":", ",", "=", "[[", "]]", "&x", "*x", "!!python/object:x", "<<: *x", "date: ", "2024-02-30", "24:61", "-1"),
        *(
            "0",
            "²",
            "٣",
            "1e999",
            "9" * 40,
            "9" * 5000,
            "null",
            "true",
            "NaN",
            "[]",
            "{}",
            "\\u0000",
            "\\ud800",
            "T00:00:00Z",
            "+99:99",
        ),
        *("<!DOCTYPE x [", '<!ENTITY x "y">', "&x;", "<![CDATA[", "]]>", '<?xml version="1.0" encoding="utf-7"?>'),
        *(
            "BEGIN:VEVENT",
            "END:VEVENT",
            "DTSTART;TZID=Nowhere:",
            "RRULE:FREQ=SECONDLY",
            "\r\n ",
            "PK\x03\x04",
            "PK\x01\x02",
        ),
        *(
            "Monday",
            "On Tuesday ",
            "## Day 2",
            "Left to right: ",
            "NEAR(",
            " OR ",
            "NOT ",
            "*",
            "^",
            "col:",
            "%s",
            "{0}",
        ),
    )
] + [
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xff\xd8\xff\xe1",
    b"Exif\0\0",
    b"\xff\xff\xff\xff",
    b"\0\0\0\1",
    b"\x89PNG\r\n",
]


@dataclass
class Mutator:
    """Makes inputs from samples; `random` decides everything."""

    samples: Sequence[bytes]
    random: random.Random

    def make(self) -> bytes:
        """Return the next input, at most LONGEST bytes."""
        made = bytearray(self.random.choice(self.samples))
        for _ in range(self.random.choice((1, 1, 2, 3, 6))):
            self.random.choice(CHANGES)(self, made)
        return bytes(made[:LONGEST])

    def span(self, content: bytearray) -> slice:
        """Return a piece of the content, mostly a short one."""
        start = self.random.randint(0, len(content))
        return slice(start, min(len(content), start + int(self.random.paretovariate(0.7))))

    def remove(self, content: bytearray) -> None:
        del content[self.span(content)]

    def repeat(self, content: bytearray) -> None:
        piece = self.span(content)
        content[piece.stop : piece.stop] = content[piece]

    def insert(self, content: bytearray) -> None:
        at = self.random.randint(0, len(content))
        content[at:at] = self.random.choice(TOKENS)

    def replace(self, content: bytearray) -> None:
        content[self.span(content)] = self.random.choice(TOKENS)

    def flip(self, content: bytearray) -> None:
        if content:
            content[self.random.randrange(len(content))] ^= 1 << self.random.randrange(8)

    def cut(self, content: bytearray) -> None:
        del content[self.random.randint(0, len(content)) :]

    def splice(self, content: bytearray) -> None:
        other = self.random.choice(self.samples)
        at = self.random.randint(0, len(other))
        content[self.random.randint(0, len(content)) :] = other[at:]

    def pile(self, content: bytearray) -> None:
        """Repeat a token, one time in four very often, and sometimes close as often what it opens."""
        times = self.random.randint(2, MOST_REPEATED if self.random.random() < 0.25 else 40)
        at = self.random.randint(0, len(content))
        content[at:at] = self.random.choice(TOKENS) * times + self.random.choice((b"", *TOKENS)) * times


CHANGES = (
    *(Mutator.remove, Mutator.repeat, Mutator.insert, Mutator.insert, Mutator.replace, Mutator.replace),
    *(Mutator.flip, Mutator.flip, Mutator.cut, Mutator.splice, Mutator.pile),
)
