"""What the audits' log has beyond the sample: a trip as heavy as they usually get, and one that was withdrawn."""

import datetime
import io
import itertools

from django.core.management import call_command
from PIL import Image, ImageOps

from media.files import store
from media.models import Photo
from people.models import Person
from posts.models import Day, Encounter, Figure, Status, Trip

PICTURES = 20
DAYS = 5


def make() -> None:
    make_long_trip()
    Trip.objects.create(title="Withdrawn", slug="withdrawn", status=Status.WITHDRAWN)
    call_command("make_derivatives", verbosity=0)


def make_long_trip() -> None:
    """Make a trip with twenty pictures out of the sample's people, texts and pictures."""
    start = datetime.date(2023, 9, 4)
    paragraphs = itertools.cycle(_paragraphs())
    photos = _photos()
    trip = Trip.objects.create(
        title="Twenty pictures in five days",
        slug="twenty-pictures",
        starts_on=start,
        ends_on=start + datetime.timedelta(days=DAYS - 1),
        summary="Five days with four pictures each.",
        status=Status.PUBLISHED,
    )
    people = list(Person.objects.all())
    for position in range(DAYS):
        day = Day.objects.create(
            trip=trip, title=f"Leg {position + 1}", date=start + datetime.timedelta(days=position), position=position
        )
        for person in people:
            Encounter.objects.create(day=day, person=person)
        names = [_figure(day, number, photos[number]).name for number in range(position, PICTURES, DAYS)]
        day.body = "\n\n".join(f"{next(paragraphs)}\n\n![](figure:{name})\n\n{next(paragraphs)}" for name in names)
        day.save()
    trip.cover = Figure.objects.get(trip=trip, name="picture-0")
    trip.save()


def _paragraphs() -> list[str]:
    bodies = Day.objects.order_by("trip", "position").values_list("body", flat=True)
    return [text for body in bodies for text in body.split("\n\n") if text[:1].isalpha()]


def _photos() -> list[Photo]:
    """Return the sample's photos, and mirrored ones up to the number that is wanted."""
    photos = list(Photo.objects.order_by("sha256"))[:PICTURES]
    for photo in photos[: PICTURES - len(photos)]:
        with photo.original.open() as file, Image.open(file) as picture:
            mirrored = ImageOps.mirror(picture.convert("RGB"))
        buffer = io.BytesIO()
        mirrored.save(buffer, "JPEG", quality=90)
        photos.append(store(buffer.getvalue(), f"mirrored-{photo.original_name}")[0])
    return photos


def _figure(day: Day, number: int, photo: Photo) -> Figure:
    return Figure.objects.create(
        trip=day.trip,
        day=day,
        name=f"picture-{number}",
        photo=photo,
        title=f"Picture {number + 1}",
        caption="What the camera saw that day.",
        alt="A picture of the sample log",
        position=number,
    )
