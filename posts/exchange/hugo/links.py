"""Tells apart what a link leads to: a person, a place, an organisation, another post, or something else.

By its address, its text and the words around it; each verdict carries its reason. Unsure is `other`:
a person nobody entered is one click, a wrong person is an insult.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from people.names import split_name
from posts.names.given_names import GIVEN_NAMES

from .addresses import Address, describe

Kind = Literal["person", "place", "organisation", "reference", "other"]
PERSON_SCORE = 4
DECIDED = "you said so"
MAX_ADDRESS = 500  # what the border schema takes

_GENERIC = re.compile(
    r"(?:(?:my|his|her|their|its|the|this|a|our|your|click|see|read)\s+)*(?:here|this|that|link|links|site"
    r"|website|homepage"
    r"|home page|page|blog|blog ?post|post|profile|slides|video|recording|talk|talks|paper|code|repo|repository"
    r"|map|directions"
    r"|location|photo|photos|picture|pictures|more|details|schedule|programme|program|github|gitlab|linkedin"
    r"|twitter|x"
    r"|mastodon|bluesky|instagram|facebook|website and blog|source|via|source code|house|home|flat|apartment"
    r"|place|friend)",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:my|our|his|her|their|\w+['’]s)\s+(?:\w+\s+)?(?:house|home|flat|apartment|place|parents)\b", re.IGNORECASE
)
_PARTICLES = frozenset(
    "van von de der den del della di da dos du la le bin ibn al el y e zu ten ter of af av st".split()
)
_HONORIFIC = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|herr|frau)\.?\s+)+", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_]*(?:['’-][^\W\d_]+)*\.?")
_THING_WORDS = frozenset(
    """
    airlines airport apartment app association avenue bakery bar bay beach bistro board book books brewery
    bridge building bureau cafe café camp campus castle cathedral center central centre church city cloud club
    code coffee collective college committee community company con conf conference consulting corporation
    council day days deli department diner docs documentation driver editor engine enterprise expo express
    factory fair fest festival forest foundation framework garden gardens gmbh group hall hardware hostel hotel
    house hub inc initiative inn institute international island journal kitchen lab labs lake library limited
    linux llc ltd magazine manager manor market meetup memorial metro mount mountain museum network news office
    open palace park partners pizza platform plaza podcast port press project pub radio railway research
    restaurant river room school server shop show society software solutions square stadium station steakhouse
    store street studio studios summit sushi system systems taco tacos tavern team tech technologies technology
    temple theater theatre times tour tower trail train trust union university valley village web week wiki
    works workshop world zoo the and for with your nix python java rust api
    """.split()
)
_PLACE_WORDS = re.compile(
    r"\b(?:hotel|hostel|inn|motel|guest ?house|restaurant|caf[eé]|coffee ?house|brewery|brewpub|pub|bistro|steakhouse"
    r"|diner|tavern|pizzeria|trattoria|bakery|museum|park|airport|station|bahnhof|convention cent(?:er|re)"
    r"|cathedral|castle"
    r"|palace|theat(?:er|re)|stadium|zoo|botanical gardens?|beach|bar (?:&|and) grill)\b",
    re.IGNORECASE,
)
_ORGANISATION_WORDS = re.compile(
    r"\b(?:inc|llc|ltd|gmbh|ag|e\.\s?v|corporation|corp|company|university|universität|institute|foundation|society"
    r"|association|college|department|ministry|council|consulting|technologies|labs)\b\.?",
    re.IGNORECASE,
)
_BEFORE_PERSON = re.compile(
    r"(?:\b(?:friends?(?: of mine)?|colleagues?|co-?workers?|boss|manager|brother|sister|cousin|partner|wife|husband|"
    r"room-?mate|fellow|professor|speakers?|presenters?|organi[sz]ers?|committers?|maintainers?|author|host"
    r"|named|called|"
    r"meet|met|met up with|meet up with|ran into|bumped into|caught up with|chatted with|talked to|talked with|"
    r"spoke to|spoke with|hung out with|thanks to|introduced (?:me|us) to|introduced by|meeting|"
    r"(?:talks?|keynotes?|presentations?|sessions?|workshops?|lectures?|tutorials?|demos?|panels?|slides"
    r"|post)\b[^.!?\n]{0,40}\bby|"
    r"(?:presented|given|held|led|hosted|organi[sz]ed|moderated|delivered|written) by|watched|heard|saw)"
    r"[,:(]?(?:\s+(?:and|with))?\s*(?:[(*_]+)?)$",
    re.IGNORECASE,
)
_AFTER_PERSON = re.compile(
    r"^[*_)]*(?:['’]s?\s+(?:\w+\s+){0,3}(?:talk|keynote|presentation|session|workshop|lecture|demo|slides|house"
    r"|place)\b"
    r"|,?\s*(?:who|whom|whose)\b"
    r"|,?\s+(?:and (?:I|me)\b|works?|worked|told|said|says|gave|gives|spoke|talked|presented|introduced|showed|"
    r"joined|explained|asked|lives|studies|from the)\b)"
)
# Whom one meets is seldom named after these; after the first kind hardly ever.
_BEFORE_PLACE_OR_THING = re.compile(
    r"\b(?:at|in|the|an?|into|called|visit(?:ed)?|stayed|ate|booked)\s*[*_(]*$", re.IGNORECASE
)
_BEFORE_THING = re.compile(
    r"\b(?:using|used|use|about|via|on|from|for|near|of|tried|installed)\s*[*_(]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Verdict:
    """What a link is. For a person: the name, other names in its text, and the kind of their link."""

    kind: Kind
    reason: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    link_kind: str = "other"
    place_kind: str = "other"


def clean_text(text: str) -> str:
    """Return a link's text on one line, without emphasis, code marks and picture signs around it."""
    joined = " ".join(text.split())
    joined = "".join(char for char in joined if unicodedata.category(char) not in ("So", "Cf", "Sk"))
    return joined.strip('*_`~ \t“”"').strip()


def named(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the name and the other names in a link's text, which may be a possessive."""
    return split_name(re.sub(r"['’]s?$", "", text) if re.search(r"['’]s$", text) else text)


def classify(text: str, url: str, before: str = "", after: str = "") -> Verdict:
    """Judge one link by its text, its address and some eighty characters on either side."""
    words = clean_text(text)
    address = describe(url) if len(url) <= MAX_ADDRESS else Address("unknown", "other", "", "", "an overlong address")
    if address.kind == "map":
        return _place(words, address)
    if address.kind == "company":
        return Verdict("organisation", address.reason)
    if _GENERIC.fullmatch(words):
        return Verdict("other", f"“{words}” names nobody")
    if (person := _person(words, address, before, after)) is not None:
        return person
    may_be_place = address.kind in ("site", "unknown", "account") and words[:1].isupper()
    if may_be_place and (found := _PLACE_WORDS.search(words)):
        return Verdict("place", f"“{found[0]}” in its text", words, place_kind=_place_kind(words))
    if found := _ORGANISATION_WORDS.search(words):
        return Verdict("organisation", f"“{found[0]}” in its text")
    return Verdict("other", f"{address.reason}; nothing says that it is a person or a place")


def may_be_anything(url: str) -> bool:
    """Whether a link may lead to a person or a place: both keep its address."""
    return len(url) <= MAX_ADDRESS and describe(url).kind != "unknown"


def as_decided(kind: Kind, text: str, url: str) -> Verdict:
    """Return the verdict on a link of which somebody said what it is."""
    words = clean_text(text)
    if kind == "person":
        name, aliases = named(words)
        return Verdict(kind, DECIDED, name or words, aliases, describe(url).link_kind or "other")
    if kind == "place":
        return Verdict(kind, DECIDED, words, place_kind=_place_kind(words))
    return Verdict(kind, DECIDED)


def _place(words: str, address: Address) -> Verdict:
    if not words or _GENERIC.fullmatch(words) or not any(char.isalpha() for char in words):
        return Verdict("other", f"{address.reason}, but “{words}” names no place")
    if _HOME.search(words):
        return Verdict("other", f"{address.reason}, but “{words}” looks like somebody's home")
    return Verdict("place", address.reason, words, place_kind=_place_kind(words))


_PLACE_KINDS = {
    "hotel": "hotel hostel inn motel guesthouse lodge hilton marriott ibis",
    "station": "station airport bahnhof terminal hbf gare",
    "venue": "convention conference congress arena auditorium campus university expo hall",
    "restaurant": "restaurant café cafe coffee bar pub brewery bistro diner tavern grill pizza pizzeria sushi taco"
    " tacos burger burgers ramen kitchen bakery bbq noodle noodles steakhouse trattoria",
    "sight": "museum park castle cathedral palace bridge tower garden gardens beach temple church zoo lake mount",
}


def _place_kind(words: str) -> str:
    spoken = set(re.findall(r"\w+", words.lower()))
    for kind, signs in _PLACE_KINDS.items():
        if spoken & set(signs.split()):
            return kind
    return "other"


def _person(words: str, address: Address, before: str, after: str) -> Verdict | None:
    name, aliases = named(words)
    bare = _HONORIFIC.sub("", name)
    parts = bare.split()
    if address.kind in ("document", "unknown") or not _looks_like_name(parts):
        return None
    signs: list[str] = []
    score = evidence = 0
    if address.kind == "profile":
        score, evidence = 5, 1
        signs.append(address.reason)
    elif address.kind == "account" and _names_the_account(bare, address):
        return None
    else:
        score += 2 if address.kind == "account" else 1
        signs.append(address.reason)
    if len(parts) >= 2:
        score += 2
    if parts[0].lower().strip(".") in GIVEN_NAMES:
        score, evidence = score + 2, 1
        signs.append(f"“{parts[0]}” is a given name")
    if found := _shared_word([*parts, *aliases], address):
        score += 2
        signs.append(f"“{found}” is in the address")
    if (around := _BEFORE_PERSON.search(before)) or (around := _AFTER_PERSON.search(after)):
        score, evidence = score + 2, 1
        signs.append(f"“{' '.join(around[0].split()).strip(',:(*_ ')}” stands beside it")
    elif address.kind != "profile" and (thing := _before_thing(before)):
        score -= 4 if _BEFORE_PLACE_OR_THING.search(before) else 2
        signs.append(f"but “{thing[0].strip()}” stands before it")
    if aliases:
        score += 1
    if score < PERSON_SCORE or not evidence:
        return None
    return Verdict("person", "; ".join(signs), name, aliases, address.link_kind)


def _before_thing(before: str) -> re.Match[str] | None:
    return _BEFORE_PLACE_OR_THING.search(before) or _BEFORE_THING.search(before)


def _looks_like_name(parts: list[str]) -> bool:
    """Whether words could be a name: one to five of them, capitalised, none of them a thing's."""
    if not 1 <= len(parts) <= 5 or (len(parts) == 1 and parts[0][:1] == "@"):
        return False
    for index, part in enumerate(parts):
        if part.lower() in _PARTICLES and index > 0:
            continue
        if not _NAME_WORD.fullmatch(part) or part.lower().strip(".") in _THING_WORDS:
            return False
        cased = part[0].isupper() or part[0].lower() == part[0].upper()
        if not cased or (len(part) > 2 and part.isupper() and len(parts) == 1):
            return False
        if re.search(r"[a-z][A-Z]", part) and not re.match(r"(?:Mc|Mac|De|Di|La|Le|Van|O)[A-Z]", part):
            return False
    return len(parts[0].strip(".")) > 1 or len(parts) > 1


def _names_the_account(name: str, address: Address) -> bool:
    """Whether a one-word text only repeats the account: `NixOS` at github.com/NixOS is hardly a person."""
    account = address.path.strip("/").split("/")[-1].lstrip("@").lower()
    return " " not in name and name.lower() == account and name.lower() not in GIVEN_NAMES


def _shared_word(words: list[str], address: Address) -> str | None:
    haystack = re.sub(r"[^a-z]", "", _ascii(address.host + address.path))
    for word in words:
        folded = re.sub(r"[^a-z]", "", _ascii(word))
        if len(folded) >= 3 and folded in haystack:
            return word
    return None


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
