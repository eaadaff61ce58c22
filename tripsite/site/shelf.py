"""The entries of feeds, kept beside the state from one build to the next: each trip stands in the feeds of many.

They name the public only what feeds do. What a dry build makes lies in a folder of its own.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from posts.public.entries import Entry

# In memory; of the length of a real trip they take about 15 MB.
MOST_AT_HAND = 300
_ENTRY = TypeAdapter(Entry)


@dataclass
class Shelf:
    """Entries by the key of their trip, as files. `drafts`, where given, is written to instead, and read first."""

    folder: Path
    drafts: Path | None = None
    at_hand: OrderedDict[int, Entry] = field(default_factory=OrderedDict)

    def put(self, trip: int, entry: Entry) -> bytes:
        """Keep an entry and return what is kept."""
        folder = self.drafts or self.folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = _ENTRY.dump_json(entry)
        half = folder / f"{trip}.part"
        half.write_bytes(content)
        half.replace(folder / str(trip))
        return content

    def take(self, trip: int) -> Entry:
        if trip not in self.at_hand:
            if len(self.at_hand) >= MOST_AT_HAND:
                self.at_hand.popitem(last=False)
            folders = [folder for folder in (self.drafts, self.folder) if folder and (folder / str(trip)).exists()]
            self.at_hand[trip] = _ENTRY.validate_json((folders[0] / str(trip)).read_bytes())
        self.at_hand.move_to_end(trip)
        return self.at_hand[trip]

    def drop(self, trip: int) -> None:
        if not self.drafts:
            (self.folder / str(trip)).unlink(missing_ok=True)
