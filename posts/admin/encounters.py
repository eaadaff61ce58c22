"""Who was there: a compact row each on the day's page, and a page each for what is remembered of it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from posts.models import Encounter

from .common import DeskAdmin
from .named_fields import CompletedSelect, one_by_name

COMPLETED = ("person", "place", "introduced_by")
# What a row of a day's page keeps behind “More”.
BEHIND_MORE = ("affiliation", "introduced_by", "private_note", "follow_up", "follow_up_on")


class EncounterForm(forms.ModelForm):
    class Meta:
        model = Encounter
        fields = ["person", "role", "place", *BEHIND_MORE]
        widgets = {
            "private_note": forms.Textarea(attrs={"rows": 2}),
            "follow_up_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COMPLETED:
            widget = self.fields[name].widget
            if isinstance(widget, CompletedSelect) and getattr(self.instance, f"{name}_id"):
                widget.knows([getattr(self.instance, name)])

    @property
    def remembers_more(self) -> bool:
        """Whether anything stands behind “more”."""
        return any(self[name].value() for name in BEHIND_MORE)


class EncounterInline(admin.StackedInline):
    model = Encounter
    form = EncounterForm
    fields = (*EncounterForm.Meta.fields,)
    extra = 0
    template = "admin/posts/day/_cast.html"
    verbose_name = "person"
    verbose_name_plural = "who was there"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Encounter]:
        return super().get_queryset(request).select_related(*COMPLETED)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ForeignKey) and db_field.name in COMPLETED:
            return one_by_name(request, db_field)
        if db_field.name in ("private_note", "follow_up_on"):
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Encounter)
class EncounterAdmin(DeskAdmin):
    list_display = ["person", "role", "day", "place", "follow_up", "follow_up_on"]
    list_filter = ["role"]
    list_select_related = ["person", "place", "day__trip"]
    search_fields = ["person__name", "day__trip__title", "private_note", "follow_up"]
    date_hierarchy = "day__date"
    autocomplete_fields = ["day", "person", "place", "introduced_by"]
    fieldsets = [
        (None, {"fields": ["day", ("person", "role"), ("place", "affiliation"), "introduced_by"]}),
        ("Private", {"fields": ["private_note", ("follow_up", "follow_up_on")]}),
    ]
