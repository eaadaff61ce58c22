"""The pictures of a day, on the day's page."""

from typing import Any

from django import forms
from django.http import HttpRequest

from .figures import FigureInline


class DayFigureInline(FigureInline):
    fk_name = "day"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, formset=FiguresOfADay, **kwargs)


class FiguresOfADay(forms.BaseInlineFormSet):
    """Figures written on a day's page belong to the day's trip."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.instance.trip_id = self.instance.trip_id
