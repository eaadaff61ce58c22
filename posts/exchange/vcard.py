"""A person as a vCard 4 (RFC 6350), with what the public may know and nothing else."""

from collections.abc import Iterable

import vobject

from people.models import Person


def document(person: Person, about: str, addresses: Iterable[str], portrait: str) -> str:
    """Return the card of somebody who has a page, fetched `for_page()`.

    `about` is plain text. `addresses`, the person's page and links, and `portrait`, if there is one, are absolute.
    """
    card = vobject.vCard()
    card.add("version").value = "4.0"
    card.add("uid").value = person.uuid.urn
    card.add("kind").value = "individual"
    card.add("rev").value = f"{person.updated_at:%Y%m%dT%H%M%SZ}"
    card.add("fn").value = person.name
    for alias in person.aliases.all():
        card.add("nickname").value = alias.name
    if person.pronouns:
        card.add("pronouns").value = person.pronouns
    if person.affiliation:
        card.add("org").value = [person.affiliation]
    if about:
        card.add("note").value = about
    for address in addresses:
        card.add("url").value = _uri(address)
    if portrait:
        card.add("photo").value = _uri(portrait)
    return card.serialize()


def _uri(address: str) -> str:
    """Spell an address so that it needs no escaping, which addresses do not know in a vCard."""
    return address.replace(",", "%2C").replace(";", "%3B").replace("\\", "%5C")
