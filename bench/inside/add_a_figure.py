"""Have a day of the log show a figure, whose caption can then be changed."""

from media.models import Photo
from posts.models import Day, Figure

photo = Photo.objects.create(sha256="0" * 64, width=1600, height=1200, state=Photo.State.READY)
day = Day.objects.order_by("pk").exclude(date=None)[100]
Figure.objects.create(trip=day.trip, day=day, name="pier", photo=photo, caption="At the pier.", alt="A pier.")
day.body += "\n\n![](figure:pier)\n"
day.save()
print("null")
