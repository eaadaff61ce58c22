"""Figures: upload a picture, caption it, say who is in it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.safestring import SafeString

from media.files import PhotoRefused, store
from media.models import Photo
from posts.models import Figure, FigurePerson
from posts.pictures import free_name, name_for

from .common import DeskAdmin, RowsInline
from .thumbnails import thumbnail


class FigureForm(forms.ModelForm):
    """A figure with its picture's file; without a name it is named after its title or its file."""

    file = forms.FileField(required=False, label="Picture", help_text="JPEG, PNG, WebP, AVIF or GIF.")

    class Meta:
        model = Figure
        fields = ["name", "title", "caption", "alt"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2}), "alt": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean_file(self) -> Photo | None:
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            return store(upload, upload.name)[0]
        except PhotoRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        photo = values.get("file")
        if photo:
            # Where the page has a field for the photo, too, the file that was chosen counts.
            self.instance.photo = values["photo"] = photo
        if not values.get("name"):
            trip, title = values_trip(self), values.get("title")
            values["name"] = name_for(photo, trip) if photo and not title else free_name(trip, title or "")
        return values


def values_trip(form: FigureForm) -> Any:
    """Return the trip a figure is being written for: chosen in the form, or that of the page around it."""
    return form.cleaned_data.get("trip") or (form.instance.trip if form.instance.trip_id else None)


class FigurePersonInline(RowsInline):
    model = FigurePerson
    autocomplete_fields = ["person"]
    fields = ["position", "person"]
    extra = 0


@admin.register(Figure)
class FigureAdmin(DeskAdmin):
    form = FigureForm
    list_display = ["thumbnail", "name", "title", "trip", "day", "has_alt"]
    list_display_links = ["thumbnail", "name"]
    list_filter = ["trip"]
    list_select_related = ["trip", "day__trip", "photo"]
    search_fields = ["name", "title", "caption", "alt", "trip__title"]
    autocomplete_fields = ["trip", "day", "photo"]
    fields = [("thumbnail", "file"), "trip", "day", "name", "title", "caption", "alt", "photo", "remote_url", "link"]
    readonly_fields = ["thumbnail"]
    inlines = [FigurePersonInline]

    @admin.display(description="")
    def thumbnail(self, figure: Figure) -> SafeString | str:
        if figure.photo is None:
            return "elsewhere" if figure.remote_url else "no picture yet"
        return thumbnail(figure.photo, figure.name)

    @admin.display(description="alt", boolean=True)
    def has_alt(self, figure: Figure) -> bool:
        return bool(figure.alt)
