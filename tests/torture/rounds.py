"""Rounds of writing in which something is killed with signal 9, the whole server or one of its processes."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

from posts.models import Day, Trip
from tests.torture.holding import faults
from tests.torture.writers import Acknowledged, Saver, Uploader, attempt, start_import
from tests.uploading import Client, Server, photographs

PICTURES_A_ROUND = 2
SIZE = (480, 360)


class Torture:
    """A log, its server and its writers, through any number of rounds."""

    def __init__(self, server: Server, folder: Path, rounds: int, seed: int) -> None:
        self.server, self.folder = server, folder
        self.chance = random.Random(seed)  # noqa: S311 (nothing secret)
        self.known = Acknowledged()
        trip = Trip.objects.get(slug="oslo")
        days = list(Day.objects.filter(trip=trip).order_by("date").values_list("pk", flat=True))
        self.savers = [Saver(Client(server.port), day, self.known) for day in days[:2]]
        pictures = photographs(rounds * PICTURES_A_ROUND, SIZE)
        self.uploader = Uploader(Client(server.port, part=20_000), pictures, trip.pk, self.known)

    def round(self, number: int) -> list[str]:
        """Write, kill something at a random moment, start it again; return what does not hold then."""
        stop = threading.Event()
        left = len(self.uploader.pictures) - PICTURES_A_ROUND
        writers = [threading.Thread(target=attempt, args=(saver.save, stop), daemon=True) for saver in self.savers]
        writers.append(threading.Thread(target=self._upload, args=(stop, left), daemon=True))
        for writer in writers:
            writer.start()
        self.known.tried_to_import.add(number)
        importing = start_import(self.server.home, self.folder, number, self.server.variables)
        time.sleep(self.chance.uniform(0.2, 2.5))
        if self.chance.random() < 0.3:
            importing.kill()
        self._kill()
        time.sleep(self.chance.uniform(0.0, 0.5))
        if importing.wait() == 0:
            self.known.imported.add(number)
        stop.set()
        for writer in writers:
            writer.join()
        return faults(self.known)

    def _upload(self, stop: threading.Event, left: int) -> None:
        # An upload that was begun goes on until it is through, however often the server dies.
        while len(self.uploader.pictures) > left and not stop.is_set():
            self.uploader.upload_one()

    def _kill(self) -> None:
        """Kill everything, or one process that the others replace."""
        if self.chance.random() < 0.5:
            self.server.kill()
            self.server.start()
        else:
            victim = self.chance.choice(self.server.processes()[1:])
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
