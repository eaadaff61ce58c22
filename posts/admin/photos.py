"""Photos: what is stored of each picture file. Pictures are added as figures."""

from django.contrib import admin
from django.http import HttpRequest

from media.models import Photo

from .deletions import UndoableAdmin


@admin.register(Photo)
class PhotoAdmin(UndoableAdmin):
    list_display = ["original_name", "taken_on", "taken_time", "size", "state", "failure"]
    list_filter = ["state"]
    search_fields = ["original_name"]
    readonly_fields = ["original_name", "size", "media_type", "byte_size", "state", "failure", "uploaded_at"]
    fields = [*readonly_fields, "taken_on", "taken_time", "taken_utc_offset", "latitude", "longitude"]

    @admin.display(description="size in pixels")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
