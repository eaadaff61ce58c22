"""Numbers in Prometheus' text format, of all processes of this machine together, at a private address.

`serve --metrics-port` starts `manage.py metrics`, which reads what the processes wrote into PROMETHEUS_MULTIPROC_DIR
and asks the database for the rest when it is asked itself.
"""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import close_old_connections
from django.db.models import Count
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from media.models import Photo
from tripsite import heartbeat

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
TASKS = Counter("tripsite_tasks", "Background tasks that ended, by task and how.", ["task", "status"])
TASK_SECONDS = Histogram("tripsite_task_seconds", "Time that background tasks took.", ["task"])

_began: dict[str, float] = {}


def connect() -> None:
    """Count the tasks of this process."""
    task_started.connect(_started, dispatch_uid="metrics-started")
    task_finished.connect(_finished, dispatch_uid="metrics-finished")


def _started(task_result: Any, **kwargs: Any) -> None:
    _began[task_result.id] = time.monotonic()


def _finished(task_result: Any, **kwargs: Any) -> None:
    name = task_result.task.name
    TASKS.labels(name, str(task_result.status).lower()).inc()
    TASK_SECONDS.labels(name).observe(time.monotonic() - _began.pop(task_result.id, time.monotonic()))


class LogCollector:
    """What the database tells: how long the queue is, how far the pictures are."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        close_old_connections()
        tasks = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
        yield _gauge("tripsite_queue", "Background tasks kept, by status; those ready are the queue.", "status", tasks)
        photos = Photo.objects.order_by().values_list("state").annotate(Count("pk"))
        yield _gauge("tripsite_photos", "Photos, by how far their derivatives are.", "state", photos)
        beat = GaugeMetricFamily("tripsite_worker_heartbeat_seconds", "Time since the task worker was seen alive.")
        if (age := heartbeat.age()) is not None:
            beat.add_metric([], age)
        yield beat


def _gauge(name: str, words: str, label: str, numbers: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, words, labels=[label])
    for value, number in numbers:
        gauge.add_metric([value.lower()], number)
    return gauge


def empty(folder: Path) -> Path:
    """Make the folder for the numbers of this run's processes, without those of the run before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def serve(port: int, folder: Path) -> None:
    """Answer at 127.0.0.1 until the process is ended."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    registry.register(LogCollector())
    thread = start_http_server(port, "127.0.0.1", registry)[1]
    thread.join()
