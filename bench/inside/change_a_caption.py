"""Change one caption; where a log has no pictures, the summary of a trip, which is as short."""

from posts.models import Figure, Trip

figure = Figure.objects.order_by("pk").first()
if figure is not None:
    figure.caption = "Another caption."
    figure.save()
else:
    trip = Trip.objects.order_by("pk")[2]
    trip.summary = "Another summary."
    trip.save()
print("null")
