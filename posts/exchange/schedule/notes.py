"""What reading has to tell: each kind of trouble once, with its first place and how often it was met."""


class Notes:
    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, message: str, place: str = "") -> None:
        self._places.setdefault(message, []).append(place)

    def lines(self) -> list[str]:
        return [_line(message, places) for message, places in self._places.items()]


def _line(message: str, places: list[str]) -> str:
    told = f"{places[0]}: {message}" if places[0] else message
    return f"{told} ({len(places)} times in all)" if len(places) > 1 else told
