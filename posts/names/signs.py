"""The words beside a name that tell whether it is a person's."""

import re

from .reading import PERSON

_TALK = (
    r"(?:talks?|keynotes?|presentations?|sessions?|workshops?|lectures?|tutorials?|demos?|panels?"
    r"|vortrag|vorträge|präsentation|conférence|exposé|charla|ponencia)"
)
_WITH = re.compile(
    r"\b(?:with|joined|and|together with|mit|samt|avec|con|com|met|traf|trafen|rencontré|thanks to)\s+\Z", re.IGNORECASE
)
_SPEAKING = re.compile(
    rf"\b{_TALK}\b[^.!?]{{0,90}}?\b(?:by|from|von|de|par|por)[\s*_(]*\Z"
    r"|\b(?:presented|given|held|led|hosted|moderated|delivered|written|gehalten|présentée?|presentad[ao])"
    r"\s+(?:by|von|par|por)[\s*_(]*\Z",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:ran into|bumped into|caught up with|chatted (?:to|with)|talked (?:to|with)|spoke (?:to|with)|hung out with"
    r"|(?:met|meet)(?: up)? with|introduced (?:me|us|him|her|them) to|introduced by|sat (?:with|next to)"
    r"|(?:picked up|accompanied|joined|driven) by)[\s*_(]*\Z",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:named|(?:friend|friends|colleague|coworker|co-worker|boss|brother|sister|cousin|husband|wife|son|daughter"
    r"|room-?mate|flatmate|freund|freundin|kollege|kollegin|bruder|schwester|ami|amie|collègue|frère|soeur|sœur"
    r"|amigo|amiga|colega|hermano|hermana)s?,?|namens|nommée?|llamad[ao]|(?:his|her|their|my) name (?:is|was))"
    r"[\s*_(]*\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:dr|prof|professor|mr|mrs|ms|herr|frau|monsieur|madame|señora?)\.?\s+\Z", re.IGNORECASE)
_OWN_TALK = re.compile(rf"\A[*_)]*['’]s?\s+(?:[\w“\"'-]+\s+){{0,4}}?{_TALK}\b", re.IGNORECASE)
_ACTING = re.compile(
    r"\A[*_)]*,?\s+(?:who|whom|whose|told|said|says|gave|gives|spoke|talked|presented|introduced|joined|explained"
    r"|asked|lives|works|worked|met|drove|came|went|left|arrived|showed|suggested|mentioned|picked|and I\b|had to"
    r"|der|die|qui|que|erzählte|sagte|kam|ging|zeigte|fragte|arbeitet|travaille|trabaja)\b"
)
_ARTICLE = re.compile(
    r"\b(?:the|an?|this|these|those|its|every|each|der|die|das|den|dem|des|eine?[mnrs]?|le|la|les|une?|el|los"
    r"|las|una?)\s+[*_“\"]*\Z|\bl['’]\Z|\b(?:st\.?|ste\.?|saint|sankt|san|santa|são|fort|mount|lake)\s+\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:at|in|to|from|near|into|via|through|of|on|around|outside|toward|towards|beyond|leaving|visited|visiting"
    r"|reached|using|about|für|nach|aus|bei|zum|zur|à|en|dans|depuis|hasta|desde|em|für|over)\s+[*_“\"]*\Z",
    re.IGNORECASE,
)
_LIST_BEFORE = re.compile(rf"({PERSON})[\s]*(?:,|&|,?\s*\b(?:and|und|et|y|e|og|och|en)\b)\s*\Z", re.IGNORECASE)
_LIST_AFTER = re.compile(rf"\A\s*(?:,|&|,?\s*\b(?:and|und|et|y|e|og|och|en)\b)\s*({PERSON})", re.IGNORECASE)


class Signs:
    """The signs around the words from `start` to `end` of a text in which known people are covered by `PERSON`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.before = " ".join(text[max(0, start - 140) : start].split("\n"))
        self.after = " ".join(text[end : end + 80].split("\n"))

    @property
    def titled(self) -> str:
        return _shown(_TITLE.search(self.before))

    @property
    def named(self) -> str:
        """Words after which, or before which, only a person can stand."""
        return self.titled or _shown(_CALLED.search(self.before) or _OWN_TALK.search(self.after))

    @property
    def strong(self) -> str:
        """Words beside which nearly always a person stands."""
        return self.named or _shown(_SPEAKING.search(self.before) or _MEETING.search(self.before))

    @property
    def listed(self) -> str:
        is_listed = _LIST_BEFORE.search(self.before) or _LIST_AFTER.search(self.after)
        return "in a row with somebody known" if is_listed else ""

    @property
    def weak(self) -> str:
        return _shown(_WITH.search(self.before) or _ACTING.search(self.after))

    @property
    def has_article(self) -> bool:
        return bool(_ARTICLE.search(self.before))

    @property
    def says_where(self) -> bool:
        return bool(_PLACE.search(self.before)) and not self.strong


def _shown(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    words = " ".join(found[0].split()).strip(",(*_ ")
    return f"“{words if len(words) <= 40 else '…' + words[-40:]}” stands beside it"
