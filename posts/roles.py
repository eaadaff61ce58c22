"""Proposes in which role somebody appears, from the words beside their link. A mere mention is never "met"."""

import re
from typing import Literal

Role = Literal["travelled_with", "speaker", "met", "mentioned"]
RANK: tuple[Role, ...] = ("mentioned", "met", "speaker", "travelled_with")

_TALK = r"(?:talks?|keynotes?|presentations?|sessions?|workshops?|lectures?|tutorials?|demos?|panels?|devroom)"
_SENTENCE = re.compile(r".*(?:[.!?](?=\s)|\n\s*\n)", re.DOTALL)
_TRAVELLED = re.compile(
    r"\b(?:I|we)\b[^.!?]{0,60}?\b(?:went|go|travel(?:l?ed|ling)?|flew|flying|drove|driving|came|rode|set off|took off"
    r"|road[- ]?tripped|attended|shared (?:a|the) (?:room|car|flat|hotel room))\b[^.!?]{0,50}?\b(?:with|alongside)\b"
    r"(?:\s+(?:my|our|an?|the|old|good|dear|best|close))*(?:\s+(?:friends?|colleagues?|co-?workers?|partner"
    r"|wife|husband"
    r"|brother|sister|girlfriend|boyfriend|team-?mates?|buddy))?[\s,(]*$"
    r"|\btravell?(?:ed|ing) (?:together )?with\b[^.!?]{0,30}$|\btravel companions?\b[^.!?]{0,30}$",
    re.IGNORECASE,
)
_WITH_TO_DINNER = re.compile(
    r"\b(?:went|came|drove|go)\b[^.!?]{0,30}\b(?:dinner|lunch|breakfast|drinks?|beers?|talk|party)\b", re.IGNORECASE
)
_SPEAKER_BEFORE = re.compile(
    rf"\b{_TALK}\b[^.!?]{{0,60}}?\b(?:by|from)\s*[*_(]*$|\b(?:presented|given|held|delivered|hosted|led) by\s*[*_(]*$"
    rf"|\b(?:speaker|presenter|keynote(?: speaker)?)(?: was)?[\s,:]*[*_(]*$|\b(?:watched|heard|saw|listened to)\s+$",
    re.IGNORECASE,
)
_SPEAKER_AFTER = re.compile(
    rf"^[*_)]*(?:['’]s?\s+(?:[\w“\"'-]+\s+){{0,4}}?{_TALK}\b"
    rf"|\s+(?:(?:gave|gives|held|presented|presents|delivered)\s+(?:[_*“\"]|(?:[\w'’-]+\s+){{0,3}}?{_TALK}\b)"
    r"|spoke (?:about|on)\b|talked about\b))",
    re.IGNORECASE,
)
_MET_BEFORE = re.compile(
    r"\b(?:met|meet|meeting|met (?:back )?up with|meet up with|meet with|ran into|bumped into|caught up with"
    r"|catch up with"
    r"|chatted with|chatting with|talked (?:to|with)|talking (?:to|with)|spoke (?:to|with)|hung out with"
    r"|hanging out with"
    r"|sat (?:with|next to)|(?:dinner|lunch|breakfast|drinks?|beers?|coffee|food|burgers) with|introduced (?:me"
    r"|us) to"
    r"|introduced (?:me|us) to (?:his|her|their) \w+|joined|joined by|picked up by|stayed with|visited"
    r"|shook hands with)\b(?:\s+(?:my|our|his|her|an?|the|old|good|friend|friends|coworker|colleague|both))*"
    r"[\s,(]*$",
    re.IGNORECASE,
)
_MET_LIST = re.compile(
    r"\b(?:met|ran into|bumped into|caught up with|hung out with|(?:dinner|lunch|breakfast|drinks?) with)\b"
    r"(?:[^.!?\n]|\n(?!\s*\n)){0,200}(?:\band|,)\s*$",
    re.IGNORECASE,
)
_MET_AFTER = re.compile(
    r"^[*_)]*(?:,[^.!?]{0,120},)?\s*(?:introduced|joined|picked (?:me|us) up|came (?:to|over|along|by)"
    r"|showed (?:me|us)"
    r"|invited (?:me|us)|told (?:me|us)|and I\b|who I (?:met|went to|had)|helped (?:me|us))",
    re.IGNORECASE,
)


_RULES: tuple[tuple[Role, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("travelled_with", _TRAVELLED, None),
    ("speaker", _SPEAKER_BEFORE, _SPEAKER_AFTER),
    ("met", _MET_BEFORE, _MET_AFTER),
    ("met", _MET_LIST, None),
)


def propose(before: str, after: str) -> tuple[Role, str]:
    """Return a role and the words that speak for it, from some two hundred characters on either side of a link."""
    earlier = _SENTENCE.match(before)
    sentence = before[earlier.end() :] if earlier else before
    sentence = re.sub(r"\]\([^()\s]*\)|\[", "", sentence)
    for role, before_pattern, after_pattern in _RULES:
        found = before_pattern.search(sentence) or (after_pattern.search(after) if after_pattern else None)
        if found:
            words = " ".join(found[0].split())[-80:].strip(" ,(*_")
            only_dinner = role == "travelled_with" and _WITH_TO_DINNER.search(found[0])
            return ("met" if only_dinner else role), words
    return "mentioned", ""
