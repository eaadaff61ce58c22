"""A page that is kept: its bytes, compressed once each way, and what it depends on."""

import datetime
import gzip
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import brotli

GZIP, BROTLI, IDENTITY = "gzip", "br", ""
# How these are found as files.
SUFFIXES = {IDENTITY: "", GZIP: ".gz", BROTLI: ".br"}
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
# Shorter ones would only grow.
SHORTEST_COMPRESSED = 300
# What is told of each encoding by itself.
OF_ONE_ENCODING = {"content-encoding", "content-length", "etag", "vary", "last-modified"}
NOT_ON_304 = {"content-type", "content-language"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A page in one encoding, ready to be sent."""

    body: bytes
    tag: str
    headers: Headers
    unchanged_headers: Headers


@dataclass(eq=False)
class Page:
    """The body and headers of a public page, made at a revision and a moment from some subjects.

    `number` is the state of this process's journal in which it was last found to be right, `folder` where its files
    are.
    """

    body: bytes
    headers: Headers
    revision: int
    moment: datetime.datetime
    subjects: frozenset[str]
    number: int = -1
    was_used: bool = True
    folder: Path | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """A digest of the body in 31 bits: files of the page have it as their time.

        A web server that serves files makes its tags of a file's time and length. So they are the same as here, differ
        for what was changed twice in one second, and stay when a page is made anew as it was.
        """
        return int.from_bytes(hashlib.sha256(self.body).digest()[:4], "big") >> 1

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes, in all its encodings."""
        return 2 * len(self.body) + 100 * len(self.subjects) + 2000

    def answer(self, encoding: str) -> Answer:
        """Return it in an encoding, which is made when it is first asked for."""
        if (made := self.answers.get(encoding)) is None:
            made = self.answers[encoding] = self._answer(encoding)
        return made

    def _answer(self, encoding: str) -> Answer:
        body = compressed(self.body, encoding)
        is_compressed = encoding != IDENTITY and len(body) < len(self.body)
        body = body if is_compressed else self.body
        tag = f'"{self.seconds:x}-{len(body):x}"'
        both = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
        own = [("Content-Encoding", encoding)] if is_compressed else []
        unchanged = [(name, value) for name, value in both if name.lower() not in NOT_ON_304]
        return Answer(body, tag, [*both, *own, ("Content-Length", str(len(body)))], unchanged)


def compressed(body: bytes, encoding: str) -> bytes:
    if len(body) < SHORTEST_COMPRESSED or encoding == IDENTITY:
        return body
    if encoding == BROTLI:
        made: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
        return made
    # Without a time in it, the same text is the same bytes.
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


@lru_cache(maxsize=1024)
def encoding_for(accepted: str) -> str:
    """Return the best encoding that an Accept-Encoding header allows (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    for encoding in (BROTLI, GZIP):
        if weights.get(encoding, 0.0) > 0:
            return encoding
    return IDENTITY


def is_among(tag: str, asked: str) -> bool:
    """Whether an If-None-Match header holds a tag; weak ones match, too (RFC 9110, 13.1.2)."""
    return asked == tag or asked == "*" or tag in [part.strip().removeprefix("W/") for part in asked.split(",")]
