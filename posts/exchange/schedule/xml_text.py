"""XML from strangers, parsed without entities, external parts or bombs; and elements by their bare names."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import values
from .programme import ScheduleError


def parse(data: bytes) -> Element:
    """Return the root; raise ScheduleError for XML that is not well-formed, or that wants more than to be read."""
    try:
        root: Element = fromstring(data.strip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ScheduleError(
            "refused: it has a document type (<!DOCTYPE …>), which can make a small file endless or have others read. "
            "A schedule needs none: ask for it without, or take the JSON."
        ) from error
    except ParseError as error:
        line, column = error.position
        reason = str(error).split(":", maxsplit=1)[0]
        raise ScheduleError(f"line {line}, column {column + 1}: not valid XML ({reason}).") from error
    except (LookupError, ValueError) as error:
        raise ScheduleError(f"not XML that can be read ({error}).") from error
    except RecursionError as error:
        raise ScheduleError("nested too deeply to be a schedule.") from error
    return root


def name_of(element: Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    for child in element if element is not None else ():
        if name_of(child) in names:
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    return next(children(element, *names), None)


def text_of(element: Element | None) -> str:
    """Return all text inside an element."""
    return values.text("".join(element.itertext())) if element is not None else ""


def own_text(element: Element) -> str:
    """Return the text that stands in an element itself, not in its children."""
    return values.text("".join([element.text or "", *(each.tail or "" for each in element)]))
