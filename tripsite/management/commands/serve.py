import os
import socket
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from tripsite import server
from tripsite.set_up import what_is_missing


def port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1000:
        raise ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)


class Command(BaseCommand):
    help = "Serve the log: the production server and the worker of its background tasks, until stopped."

    # They import all that answers visitors, which this process does not.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
        parser.add_argument("--port", type=port, default=8000, help="the port to listen at (%(default)s)")
        parser.add_argument(
            "--workers", type=count, default=server.default_workers(), help="server processes (here: %(default)s)"
        )

        parser.add_argument(
            "--metrics-port", type=port, metavar="PORT", help="tell Prometheus' numbers at 127.0.0.1 and this port"
        )

    def handle(self, *, host: str, port: int, workers: int, metrics_port: int | None, **options: Any) -> None:
        try:
            missing = what_is_missing()
        except DatabaseError as error:
            raise CommandError(f"serve: the database cannot be used: {error}") from error
        finally:
            connection.close()
        if missing:
            raise CommandError(f"serve: {missing}. Run: make setup")
        try:
            listening = server.listener(host, port)
        except OSError as error:
            problem = "no such host" if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
            raise CommandError(
                f"serve: cannot listen at {host}, port {port}: {problem}. "
                "Stop what runs there, or choose another port: --port, or PORT= after make run."
            ) from error
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self.stdout.write(f"Serving {address} - write at {address}admin/ - Ctrl+C stops it.")
        self.stdout.flush()
        server.serve(listening, workers, metrics_port)
