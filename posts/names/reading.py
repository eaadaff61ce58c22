"""Which parts of a Markdown source are plain words: the rest is covered, so that positions stay what they are."""

import re
from collections.abc import Iterator

# What stands in the place of something that is no plain word; of a reference to a person.
COVER = "\ufffc"
PERSON = "\ue000"

_LABEL = r"\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[[^\]]{0,300}\])*\])*\]"
_DESTINATION = (
    r"\(\s*(?:<[^>\n]*>|(?:[^\s()\\]|\\.|\([^()\s]*\))*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_TOP_LEVEL = (
    r"com|org|net|io|dev|de|eu|fr|uk|us|ca|ch|at|nl|se|no|fi|dk|jp|app|me|page|social|town|info|edu|gov|js|py|rs"
)
_COVERED = re.compile(
    rf"""
    ^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<fence>`{{3,}}|~{{3,}})[^\n]*(?:\n|\Z)
        (?:.*?^[ \t>]*(?P=fence)[`~]*[ \t]*$|.*\Z)
    | <!--.*?(?:-->|\Z)
    | <(?P<element>script|style|pre|textarea|code|kbd|samp|a|svg|title)\b.*?</(?P=element)\s*>
    | \{{\{{.{{0,2000}}?\}}\}} | \{{%.{{0,2000}}?%\}}
    | (?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)
    | ^[ ]{{0,3}}\*\[[^\]\n]+\]:[^\n]*
    | ^[ ]{{0,3}}\[(?!\^)[^\]\n]+\]:[^\n]*
    | \[\^[^\]\s]+\]:?
    | (?P<link>(?<!\\)!?(?P<label>{_LABEL})(?:(?P<to>{_DESTINATION})|\s?(?P<by>\[[^\[\]\n]*\]))?)
    | </?[A-Za-z][^<>]*> | <[^\s<>@]+@[^\s<>]+> | <[a-z][a-z0-9+.-]*:[^\s<>]*>
    | \b(?:https?|mailto|ftp|matrix):\S*[^\s.,;:!?)] | \bwww\.\S+
    | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+ | (?<!\w)@[\w-]+(?:[.@][\w-]+)* | (?<!\w)\#[\w-]+
    | (?<![\w.-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,5}}\.(?:{_TOP_LEVEL})\b
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:", re.MULTILINE)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|:)[ \t]")


def readable(source: str) -> str:
    """Return a text of the same length, with code, links, addresses, HTML and shortcodes covered."""
    source = source.replace("\r\n", " \n")
    defined = {match[1].casefold() for match in _DEFINED.finditer(source)}

    def cover(match: re.Match[str]) -> str:
        if match["link"] and not match["to"]:
            name = (match["by"] or "")[1:-1] or match["label"][1:-1]
            if name.casefold() not in defined:  # words in brackets
                inside = match[0][1:]
                return COVER + _COVERED.sub(cover, inside)
        is_person = match["to"] and re.match(r"\(\s*<?person:", match["to"])
        return _covered(match[0], PERSON if is_person else COVER)

    return "".join(_covered(line) if is_code else line for line, is_code in _lines(_COVERED.sub(cover, source)))


def _covered(text: str, with_what: str = COVER) -> str:
    return "".join("\n" if letter == "\n" else with_what for letter in text)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it belongs to a block of indented code: not to a list, whose parts are indented."""
    after_blank, in_list, in_code = True, False, False
    for line in text.splitlines(keepends=True):
        is_blank = not line.strip()
        is_indented = line.startswith(("    ", "\t"))
        if not is_blank and not is_indented:
            in_list = bool(_ITEM.match(line)) or (in_list and not after_blank)
        in_code = is_indented and not in_list and (after_blank or in_code)
        yield line, in_code and not is_blank
        in_code = in_code or (is_blank and in_code)
        after_blank = is_blank
