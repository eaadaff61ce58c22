"""Photos: what is stored of each picture file. Pictures are added as figures."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from media.files import remove
from media.models import Photo


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    list_display = ["original_name", "taken_on", "taken_time", "size", "state", "failure"]
    list_filter = ["state"]
    search_fields = ["original_name"]
    readonly_fields = ["original_name", "size", "media_type", "byte_size", "state", "failure", "uploaded_at"]
    fields = [*readonly_fields, "taken_on", "taken_time", "taken_utc_offset", "latitude", "longitude"]

    @admin.display(description="size in pixels")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        for photo in queryset:
            remove(photo)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
