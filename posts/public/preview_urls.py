"""What a preview link opens: a trip or a day before it is published, and its pictures. Nobody else finds these."""

from django.urls import path

from . import previews

urlpatterns = [
    path("<slug:token>/", previews.preview, name="preview"),
    path("<slug:token>/<date:date>/", previews.day, name="preview_day"),
    path("<slug:token>/figures/<unicode_slug:name>/", previews.figure, name="preview_figure"),
    path(
        "<slug:token>/photos/<uuid:uuid>/<int:width>.<picture_format:extension>", previews.photo, name="preview_photo"
    ),
]
