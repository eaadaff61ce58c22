"""The form of the log's lines: text to read in a terminal, or a JSON object a line for what collects logs."""

import logging
from typing import Any

import structlog

FORMATS = ("text", "json")
# What our own lines tell beside their words.
FACTS = {"method", "view", "status", "milliseconds", "task"}


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
    """Have each line of text name the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        record.request_id = f" [{request_id}]" if request_id else ""
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
        "formatters": {
            "text": {"format": "{asctime} {levelname} {name}: {message}{request_id}", "style": "{"},
            "json": {"()": "tripsite.log_lines.json_formatter"},
        },
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


def json_formatter() -> logging.Formatter:
    """Return a formatter for `logging` that writes what structlog makes of a record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=FACTS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
