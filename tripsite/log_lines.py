"""The form of the log's lines: text to read in a terminal, or a JSON object a line for what collects logs."""

import logging
from contextvars import ContextVar
from typing import Any

# The one that is asked for is loaded: structlog takes a tenth of the time in which a command starts.
FORMATTERS: dict[str, dict[str, str]] = {
    "text": {"format": "{asctime} {levelname} {name}: {message}{in_brackets}", "style": "{"},
    "json": {"()": "tripsite.json_lines.formatter"},
}
# What our own lines tell beside their words.
FACTS = {"method", "view", "status", "milliseconds", "task"}
request_id: ContextVar[str] = ContextVar("request_id", default="")


class WithoutAddresses(logging.Filter):
    """Put a request's view in the place of its address, in the lines of Django's that would name it."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            view = (match.view_name if match else None) or "an address that is not here"
            record.args = tuple(view if argument == path else argument for argument in record.args)
        return True


class WithRequestId(logging.Filter):
    """Have each line name the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        current = request_id.get()
        record.in_brackets = f" [{current}]" if current else ""
        if current:
            record.request_id = current
        return True


def configuration(form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: what goes wrong is told on standard error, where systemd and containers pick it up."""
    handler = {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id", "addresses"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "tripsite.log_lines.WithRequestId"},
            "addresses": {"()": "tripsite.log_lines.WithoutAddresses"},
        },
        "formatters": {form: FORMATTERS[form]},
        "handlers": {"stderr": {**handler, "level": level}, "errors": {**handler, "level": "ERROR"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Without handlers of its own, so that nothing is mailed and nothing told twice.
            "django": {"handlers": [], "level": "INFO"},
            # A visitor's wrong address is no fault of the site.
            "django.request": {"level": "ERROR"},
            "tripsite.requests": {"level": level},
            # The worker warns of every signal, also when it is simply asked to stop.
            "django_tasks_db": {"handlers": ["errors"], "propagate": False},
        },
    }
