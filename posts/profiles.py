"""Where else the writer is found: a site, profiles, a mail address; one address a line in `Log.profiles`."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

MAIL = "mailto:"

_is_web = URLValidator(schemes=["http", "https"])
_is_mail = EmailValidator()


def addresses_in(text: str) -> list[str]:
    """Return the addresses that may be linked, each once: an imported log can hold anything."""
    return list(dict.fromkeys(line for _number, line in _lines(text) if _is_address(line)))


def check(text: str) -> str:
    """Return the lines as they are to be kept; raise a ValidationError that names each that is no address."""
    refused = [
        _(
            "Line %(number)d is not an address that can be linked: “%(line)s”. "
            "Write it whole, such as https://example.org/ or mailto:me@example.org."
        )
        % {"number": number, "line": line}
        for number, line in _lines(text)
        if not _is_address(line)
    ]
    if refused:
        raise ValidationError(refused)
    return "\n".join(addresses_in(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return ((number, line) for number, line in lines if line)


def _is_address(line: str) -> bool:
    is_mail = line.lower().startswith(MAIL)
    try:
        _is_mail(line[len(MAIL) :]) if is_mail else _is_web(line)
    except ValidationError:
        return False
    return True
