import base64
import json

import pytest

from media.models import Photo, originals
from posts.models import Figure, Upload
from posts.uploads import storage
from tests.factories import make_day, make_figure, make_helper, make_owner, make_trip
from tests.media.folders import files_in
from tests.media.pictures import jpeg_of_a_camera

pytestmark = pytest.mark.django_db(transaction=True)

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def begin(desk, length, name="a.jpg", **told):
    pairs = {"filename": name} | {key: str(value) for key, value in told.items()}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
    return desk.post("/admin/desk/uploads/", headers=TUS | {"Upload-Length": str(length), "Upload-Metadata": metadata})


def send(desk, address, offset, content, content_type=BYTES):
    headers = TUS | {"Upload-Offset": str(offset)}
    return desk.patch(address, content, content_type=content_type, headers=headers)


def offset_of(desk, address):
    return desk.head(address, headers=TUS)["Upload-Offset"]


def test_a_picture_in_three_parts_becomes_a_figure_of_the_day(desk):
    day = make_day()
    content = jpeg_of_a_camera()
    answer = begin(desk, len(content), "IMG_1.JPG", day=day.pk)
    address = answer["Location"]
    assert (answer.status_code, answer["Tus-Resumable"], offset_of(desk, address)) == (201, "1.0.0", "0")
    middle = len(content) // 2
    for start, end in ((0, 100), (100, middle), (middle, len(content))):
        answer = send(desk, address, start, content[start:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    figure = Figure.objects.get()
    assert (figure.day, figure.trip, figure.name) == (day, day.trip, "saturday-1320")
    assert list(files_in(originals()).values()) == [content]
    assert files_in(storage()) == {}
    outcome = desk.get(address).json()
    assert (outcome["figure"]["id"], outcome["was_here"], outcome["failure"]) == (figure.pk, False, "")
    assert offset_of(desk, address) == str(len(content))


def test_what_is_possible_is_told(desk):
    answer = desk.options("/admin/desk/uploads/")
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Extension"]) == (
        204,
        "1.0.0",
        "creation,termination",
    )
    assert answer["Tus-Max-Size"] == "100000000"


def test_bytes_that_do_not_follow_are_refused(desk):
    content = jpeg_of_a_camera()
    address = begin(desk, len(content))["Location"]
    send(desk, address, 0, content[:500])
    answer = send(desk, address, 100, content[100:])
    assert (answer.status_code, answer.json()["error"]) == (409, "500 bytes are here. Go on from there.")
    assert offset_of(desk, address) == "500"


@pytest.mark.parametrize(
    ("length", "status", "message"),
    [
        (0, 422, "a.jpg: the file is empty. Copy it again from where it came from."),
        (
            100_000_001,
            413,
            "a.jpg: the file is larger than 100 MB. Save it smaller, as a JPEG say, and upload that.",
        ),
        ("many", 400, "Upload-Length has to be a number of bytes."),
    ],
)
def test_a_length_that_is_not_taken(desk, length, status, message):
    answer = begin(desk, length)
    assert (answer.status_code, answer.json()["error"]) == (status, message)
    assert Upload.objects.count() == 0


def test_what_is_no_picture_is_refused_with_its_first_bytes(desk):
    address = begin(desk, 5000, "notes.pdf", day=make_day().pk)["Location"]
    answer = send(desk, address, 0, b"%PDF-1.7 " * 100)
    message = "notes.pdf: this is not a JPEG, PNG, WebP, GIF or AVIF picture. Save it as one of these and upload that."
    assert (answer.status_code, answer.json()) == (422, {"error": message, "file": "notes.pdf"})
    assert desk.get(address).json()["failure"] == message
    assert (desk.head(address, headers=TUS).status_code, files_in(storage()), Figure.objects.count()) == (410, {}, 0)


def test_a_picture_cut_short_is_refused_at_its_end(desk):
    content = jpeg_of_a_camera()[:-5000]
    address = begin(desk, len(content), "cut.jpg", day=make_day().pk)["Location"]
    answer = send(desk, address, 0, content)
    assert (answer.status_code, answer.json()["error"].split(" is ")[0]) == (422, "cut.jpg: this JPEG")
    assert (Photo.objects.count(), files_in(storage()), files_in(originals())) == (0, {}, {})


def test_the_same_picture_again_stays_one_figure(desk):
    day = make_day()
    content = jpeg_of_a_camera()
    for expected in (False, True):
        address = begin(desk, len(content), day=day.pk)["Location"]
        send(desk, address, 0, content)
        assert desk.get(address).json()["was_here"] == expected
    assert Figure.objects.count() == 1


def test_an_upload_is_given_up(desk):
    content = jpeg_of_a_camera()
    address = begin(desk, len(content))["Location"]
    send(desk, address, 0, content[:500])
    assert desk.delete(address, headers=TUS).status_code == 204
    assert (desk.head(address, headers=TUS).status_code, files_in(storage())) == (404, {})


def test_an_upload_for_no_trip_is_a_photo_alone(desk):
    content = jpeg_of_a_camera()
    address = begin(desk, len(content))["Location"]
    send(desk, address, 0, content)
    assert desk.get(address).json()["photo"] == str(Photo.objects.get().uuid)
    assert Figure.objects.count() == 0


def test_another_version_of_the_protocol_or_another_type_is_refused(desk):
    address = begin(desk, 5000)["Location"]
    assert desk.head(address, headers={"Tus-Resumable": "0.2.2"}).status_code == 412
    assert send(desk, address, 0, b"x", "text/plain").status_code == 415


def test_an_upload_is_its_owners_alone_and_needs_a_login(desk, client):
    address = begin(desk, 5000)["Location"]
    client.force_login(make_owner())
    assert client.head(address, headers=TUS).status_code == 404
    client.logout()
    answer = client.patch(address, b"x", content_type=BYTES, headers=TUS | {"Upload-Offset": "0"})
    message = "You are logged out. Log in again in another tab, then retry here."
    assert (answer.status_code, answer.json()["error"]) == (401, message)
    client.force_login(make_helper())
    assert begin(client, 100).status_code == 403


def test_a_day_that_is_gone_is_told(desk):
    answer = begin(desk, 100, day=4711)
    assert answer.json()["error"] == "The day this picture is for is not here any more. Reload the page."


def test_photos_known_already_are_told_and_used_without_uploading(desk):
    trip = make_trip()
    day, other = make_day(trip), make_day(trip, date=trip.ends_on)
    figure = make_figure(trip, day=day, name="stage", title="The stage")
    known = figure.photo.sha256

    def ask(**place):
        told = json.dumps({"hashes": [known, "f" * 64]} | place)
        return desk.post("/admin/desk/photos/known/", told, content_type="application/json").json()["known"]

    assert list(ask(day=other.pk)) == [known]
    assert ask(day=other.pk)[known]["figure"]["title"] == "The stage"
    assert ask(trip=make_trip().pk)[known]["figure"] is None
    elsewhere = make_day()
    told = json.dumps({"sha256": known, "day": elsewhere.pk, "name": "evening walk.jpg"})
    made = desk.post("/admin/desk/figures/", told, content_type="application/json").json()
    assert (made["figure"]["name"], made["was_here"]) == ("evening-walk", False)
    assert elsewhere.figures.get().photo == figure.photo


@pytest.mark.parametrize("value", ["wrI=²", "x", "/w=="])
def test_metadata_that_is_not_base64_is_refused(desk, value):
    headers = TUS | {"Upload-Length": "9", "Upload-Metadata": f"filename {value}"}
    assert desk.post("/admin/desk/uploads/", headers=headers).status_code == 400
