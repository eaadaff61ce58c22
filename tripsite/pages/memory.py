"""Pages in memory: as many as a number of bytes allows, those that nobody asked for lately given up first."""

import threading
from collections.abc import Hashable

from .page import Page


class Memory:
    """Pages by address. Reading takes no lock: it is what every request does."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.pages: dict[Hashable, Page] = {}
        self.lock = threading.Lock()

    def get(self, address: Hashable) -> Page | None:
        page = self.pages.get(address)
        if page is not None:
            page.was_used = True
        return page

    def put(self, address: Hashable, page: Page) -> None:
        with self.lock:
            self._drop(address)
            self.pages[address] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes and self.pages:
                self._give_up_one()

    def _give_up_one(self) -> None:
        """Give up the oldest page; one that was used since it was last looked at gets a second chance."""
        address = next(iter(self.pages))
        page = self.pages[address]
        if page.was_used:
            page.was_used = False
            self.pages[address] = self.pages.pop(address)
        else:
            self._drop(address)

    def _drop(self, address: Hashable) -> None:
        page = self.pages.pop(address, None)
        if page is not None:
            self.bytes -= page.size
