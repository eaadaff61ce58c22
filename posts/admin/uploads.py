"""Resumable uploads by the tus protocol 1.0 with the extensions creation and termination.

https://tus.io/protocols/resumable-upload names the verbs, headers and statuses below.
"""

import base64
import uuid as uuids
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from media.files import MAX_BYTES
from posts.keys import key_in
from posts.models import Day, Figure, Trip, Upload
from posts.uploads import OffsetConflict, UploadRefused, append, check, discard, sweep

from .answers import Refused, for_scripts, refusal
from .figure_cards import described

VERSION = "1.0.0"
OFFSETS = "application/offset+octet-stream"


@require_http_methods(["OPTIONS", "POST"])
@for_scripts("posts.add_figure")
def uploads(request: HttpRequest) -> HttpResponse:
    """Say what is possible, or begin an upload."""
    if request.method == "OPTIONS":
        extensions = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(MAX_BYTES)}
        return _answer(204, **extensions)
    _check_version(request)
    told = metadata(request)
    name = (told.get("filename") or "picture")[-255:]
    length = _number(request, "Upload-Length")
    try:
        check(name, length)
    except UploadRefused as refused:
        raise Refused(str(refused), 413 if length > MAX_BYTES else 422, file=name) from refused
    sweep()
    upload = Upload.objects.create(user_id=cast(int, request.user.pk), name=name, length=length, **_destination(told))
    return _answer(201, Location=reverse("desk:upload", args=[upload.uuid]))


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@for_scripts("posts.add_figure")
def upload(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One upload: how far it is, what became of it, its next bytes, its end."""
    found = get_object_or_404(Upload.objects.select_related("day__trip", "trip", "photo"), uuid=uuid, user=request.user)
    if request.method == "GET":
        return JsonResponse(_outcome(found))
    _check_version(request)
    if request.method == "DELETE":
        discard(found)
        return _answer(204)
    if request.method == "PATCH":
        return _go_on(request, found)
    if found.failure:
        raise Refused(found.failure, 410, file=found.name)
    return _answer(200, **_progress(found), **{"Cache-Control": "no-store"})


def _go_on(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.content_type != OFFSETS:
        raise Refused(f"An upload goes on with the content type {OFFSETS}.", 415, file=upload.name)
    try:
        upload = append(upload, _number(request, "Upload-Offset"), cast(BinaryIO, request))
    except OffsetConflict as conflict:
        return refusal(str(conflict), 409, file=upload.name)
    except UploadRefused as refused:
        return refusal(str(refused), 422, file=upload.name)
    except OSError as error:
        reason = f"{upload.name}: the server could not write it down ({error.strerror}). Retry when it has room."
        return refusal(reason, 507, file=upload.name)
    return _answer(204, **_progress(upload))


def _outcome(upload: Upload) -> dict[str, Any]:
    outcome: dict[str, Any] = {
        "name": upload.name,
        "received": upload.received,
        "length": upload.length,
        "failure": upload.failure,
        "photo": str(upload.photo.uuid) if upload.photo else None,
        "figure": None,
    }
    trip = upload.day.trip if upload.day else upload.trip
    figure = Figure.objects.filter(trip=trip, photo=upload.photo).first() if trip and upload.photo else None
    if figure is not None:
        outcome["figure"] = described(figure)
        outcome["was_here"] = figure.updated_at < upload.created_at
    return outcome


def _destination(told: dict[str, str]) -> dict[str, Any]:
    """Return the day or the trip that the metadata names by its key. Raises Refused."""
    for field, model in (("day", Day), ("trip", Trip)):
        if key := told.get(field):
            thing = model.objects.filter(pk=key_in(key)).first()
            if thing is None:
                raise Refused(f"The {field} this picture is for is not here any more. Reload the page.", 422)
            return {field: thing}
    return {}


def metadata(request: HttpRequest) -> dict[str, str]:
    """Return the pairs of Upload-Metadata: keys, each with a value in base64."""
    told = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except ValueError as error:  # not base64, not ASCII, not UTF-8
            raise Refused(f"Upload-Metadata: {key} is not UTF-8 in base64.", 400) from error
    return told


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isdecimal() or len(value) > 15:
        raise Refused(f"{header} has to be a number of bytes.", 400)
    return int(value)


def _check_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(f"Uploads are taken by version {VERSION} of the tus protocol.", 412)


def _progress(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.received), "Upload-Length": str(upload.length)}


def _answer(status: int, **headers: str) -> HttpResponse:
    return HttpResponse(status=status, headers={"Tus-Resumable": VERSION} | headers)
