"""Processes that are kept alive: one that dies is started again, with longer and longer pauses if it goes on dying."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


@dataclass
class Child:
    """A command of Python's and its lives; it inherits the open files of `descriptors`.

    `pause` is how many seconds are waited after the next death.
    """

    name: str
    command: tuple[str, ...]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    asked_to_end: bool = False

    def keep_alive(self, now: float) -> None:
        """Start the process when it is due; when it has ended, settle when it is due again."""
        if self.process is None:
            if now >= self.due:
                self.process, self.started, self.asked_to_end = start(self.command, self.descriptors), now, False
        elif (status := self.process.poll()) is not None:
            self._clear_up(self.process.pid)
            if now - self.started > LONGEST_PAUSE_SECONDS:
                self.pause = FIRST_PAUSE_SECONDS
            self.process = None
            if self.asked_to_end:
                self.due = now
                return
            logger.warning("The %s ended with status %s; it starts again in %.0f s.", self.name, status, self.pause)
            self.due = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)

    def replace(self) -> None:
        """Ask the process to finish what it is at; it is started again as soon as it has ended."""
        if self.process is not None:
            self.asked_to_end = True
            self.process.terminate()

    @staticmethod
    def _clear_up(session: int) -> None:
        """Ask what a killed process left behind in its session to end, so that nothing of before goes on answering."""
        with suppress(ProcessLookupError):
            os.killpg(session, signal.SIGTERM)


def start(arguments: tuple[str, ...], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own commands, with a checked host and numbers
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"TRIPSITE_HOME": str(settings.HOME)},
        # In a session of its own, a child does not get the terminal's Ctrl+C: it is asked to stop once, by us.
        start_new_session=True,
        pass_fds=descriptors,
    )
