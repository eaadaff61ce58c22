"""Keys as others send them: texts that should be numbers."""


def key_in(text: str) -> int:
    """Return the key that a text spells, or 0, which nothing has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
