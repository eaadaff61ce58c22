"""frab and pretalx schedules as JSON: `{"schedule": {"conference": {"days": [...]}}}`, in every c3voc version."""

import json
from typing import Any

from . import frab, schedule2
from .programme import Programme, ScheduleError

_KINDS = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false", type(None): "null"}


def read(data: bytes, fallback_zone: str = "") -> Programme:
    """Read a schedule; raise ScheduleError where it is no JSON, or none of a schedule."""
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise ScheduleError(f"line {error.lineno}, column {error.colno}: not valid JSON ({error.msg}).") from error
    except UnicodeDecodeError as error:
        raise ScheduleError(f"byte {error.start}: not valid JSON, which is written in UTF-8.") from error
    except RecursionError as error:
        raise ScheduleError("nested too deeply to be a schedule.") from error
    except ValueError as error:
        raise ScheduleError(f"not valid JSON ({error}).") from error
    root = _object(document, "the file")
    schedule = _object(root["schedule"], "schedule") if "schedule" in root else root
    path = "schedule.conference" if schedule is not root else "conference"
    if "conference" not in schedule:
        raise ScheduleError(f"{path} is missing; a schedule of frab or pretalx has it.")
    conference = _object(schedule["conference"], path)
    conference = {**{name: schedule.get(name) for name in ("url", "base_url")}, **conference}
    if schedule2.is_second(schedule):
        conference = schedule2.conference(schedule, conference)
    return frab.programme(conference, "json", path, fallback_zone)


def _object(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScheduleError(f"{path}: an object is expected, this is {_KINDS.get(type(value), 'something else')}.")
    return value
