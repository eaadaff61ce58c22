"""Photos: what is stored of each picture file. Pictures are added as figures."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from media.models import Photo

from .deletions import UndoableAdmin
from .thumbnails import thumbnail


@admin.register(Photo)
class PhotoAdmin(UndoableAdmin):
    list_display = ["thumbnail", "original_name", "state", "taken_on", "taken_time", "size", "failure"]
    list_display_links = ["thumbnail", "original_name"]
    list_filter = ["state"]
    search_fields = ["original_name"]
    readonly_fields = ["download", "size", "media_type", "byte_size", "state", "failure", "uploaded_at"]
    fields = [*readonly_fields, "taken_on", "taken_time", "taken_utc_offset", "latitude", "longitude"]

    def get_urls(self) -> list[Any]:
        original = path("<int:pk>/original/", self.admin_site.admin_view(self.original), name="media_photo_original")
        return [original, *super().get_urls()]

    def original(self, request: HttpRequest, pk: int) -> FileResponse:
        """Give the original, byte for byte, as a file to keep: never shown by a browser, whatever it holds."""
        photo = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        try:
            file = photo.original.open("rb")
        except (FileNotFoundError, ValueError) as error:
            raise Http404("The original is missing.") from error
        response = FileResponse(file, as_attachment=True, filename=photo.original_name)
        response["Content-Type"] = photo.media_type
        return response

    @admin.display(description="")
    def thumbnail(self, photo: Photo) -> str:
        return thumbnail(photo, photo.original_name)

    @admin.display(description="original")
    def download(self, photo: Photo) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:media_photo_original", args=[photo.pk]), photo.original_name
        )

    @admin.display(description="size in pixels")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
