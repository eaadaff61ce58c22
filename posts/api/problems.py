"""What went wrong, told to programs: problem documents (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import ValidationError
from pydantic import Field

from posts.exchange.schema import Document

MEDIA_TYPE = "application/problem+json"
READING = ("GET", "HEAD")


class BadParameter(Document):
    """A parameter of the address, and what is wrong with it."""

    parameter: str
    detail: str


class Problem(Document):
    """Why there is no answer; `status` repeats the status code."""

    type: str = "about:blank"
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    errors: list[BadParameter] = []


class Gone(Exception):
    """What was asked for was withdrawn."""


def problem(status: HTTPStatus, detail: str, errors: list[BadParameter] | None = None) -> HttpResponse:
    document = Problem(title=status.phrase, status=status, detail=detail, errors=errors or [])
    return HttpResponse(document.model_dump_json(), status=status, content_type=MEDIA_TYPE)


def bad_parameter(name: str, detail: str) -> ValidationError:
    return ValidationError([{"loc": ("query", name), "msg": detail}])


def missing(request: HttpRequest, exception: object = None) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address; /api/ lists what there is.")


def withdrawn(request: HttpRequest, exception: object) -> HttpResponse:
    return problem(HTTPStatus.GONE, "What was here was withdrawn.")


def unprocessable(request: HttpRequest, exception: Any) -> HttpResponse:
    """Name each parameter that cannot be understood. What was sent is not repeated."""
    errors = [BadParameter(parameter=str(each["loc"][1]), detail=each["msg"]) for each in exception.errors]
    detail = " ".join(f"“{error.parameter}”: {error.detail.rstrip('.')}." for error in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors)


def reading_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer GET, HEAD likewise, and refuse everything else."""

    @csrf_exempt  # it changes nothing, and says so itself
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.method
        if asked not in READING:
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "The API is for reading: use GET or HEAD.")
            response["Allow"] = ", ".join(READING)
            return response
        # Ninja knows no HEAD; the server leaves the body out.
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    return answer
