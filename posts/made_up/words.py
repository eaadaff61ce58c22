"""Invented names and words: of people, projects, restaurants, conferences. Whoever is called so is so by accident."""

import random

from .chance import Zipf

SYLLABLES = [first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "l")]
ENDINGS = ("sen", "ski", "mann", "ova", "berg", "ides", "ini", "eau", "ström", "wood", "ley", "uchi", "ić", "dal")
KINDS = (
    "scheduler", "kernel", "compiler", "cache", "parser", "queue", "registry", "protocol", "allocator", "debugger",
    "filesystem", "package manager", "build system", "bootloader", "type checker", "message bus", "query planner",
    "sandbox", "renderer", "test runner", "profiler", "linker", "daemon", "firewall", "editor", "shell", "index",
    "simulator", "keyboard firmware", "transit feed", "weather model", "map renderer", "mail server", "backup tool",
)  # fmt: skip
QUALITIES = (
    "reproducible", "distributed", "tiny", "declarative", "lazy", "incremental", "portable", "formally verified",
    "self-hosted", "real-time", "asynchronous", "append-only", "immutable", "encrypted", "embedded", "parallel",
    "deterministic", "fault-tolerant", "accessible", "offline-first", "memory-safe", "boring", "federated", "modular",
)  # fmt: skip
DISHES = (
    "tacos", "ramen", "pierogi", "falafel", "dosa", "flammkuchen", "pho", "arepas", "dumplings", "curry", "burgers",
    "bánh mì", "fish and chips", "mezze", "okonomiyaki", "gnocchi", "waffles", "a stew", "pizza", "an enormous salad",
)  # fmt: skip
VOCABULARY = 4000
TRACKS = ("Kernel", "Packaging", "Web", "Community", "Security", "Databases", "Hardware", "Languages", "Observability")
TAGS = (
    "Travel", "Conference", "Linux", "Python", "Rust", "Nix", "Databases", "Security", "Web", "Hardware", "Maps",
    "Community", "Trains", "Food", "Music", "Photography", "Retro", "Games", "Science", "Teaching", "Free software",
    "Networks", "Typography", "Accessibility", "Cycling", "Museums", "Hiking", "Coffee", "Languages", "Radio",
)  # fmt: skip
CATEGORIES = ("Travel", "Conferences", "Meetups", "Work")


class Words:
    """Names of projects, invented once and used as often as words are in a language."""

    def __init__(self, numbers: random.Random) -> None:
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            made["".join(numbers.choices(SYLLABLES, k=numbers.randint(2, 4)))] = None
        self._projects = [word.capitalize() for word in made]
        self._often = Zipf(VOCABULARY)

    def project(self, numbers: random.Random) -> str:
        return self._projects[self._often.choose(numbers)]

    def thing(self, numbers: random.Random) -> str:
        """Return what a talk may be about: a lazy query planner."""
        quality, kind = numbers.choice(QUALITIES), numbers.choice(KINDS)
        return f"{'an' if quality[0] in 'aeio' else 'a'} {quality} {kind}"


def invented(numbers: random.Random, least: int, most: int) -> str:
    return "".join(numbers.choices(SYLLABLES, k=numbers.randint(least, most))).capitalize()


def family_name(numbers: random.Random) -> str:
    return invented(numbers, 1, 2) + numbers.choice(ENDINGS)
