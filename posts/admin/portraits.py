"""A portrait of somebody, cut out of a picture they are in."""

import reversion
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from media.cropping import crop_square
from people.models import Person
from posts.models import Figure

from .thumbnails import photo_address

MOST_SHOWN = 60
SHOWN_WIDTH = 480


def _share(label: str, initial: float) -> forms.FloatField:
    scale = forms.NumberInput(attrs={"type": "range", "step": "0.01"})
    return forms.FloatField(label=label, min_value=0, max_value=1, initial=initial, widget=scale)


class PortraitForm(forms.Form):
    """A square of a picture: its middle and its side, each as a share of the picture's."""

    figure = forms.ModelChoiceField(Figure.objects.none(), widget=forms.RadioSelect)
    x = _share("From left to right", 0.5)
    y = _share("From top to bottom", 0.4)
    size = _share("Size", 0.5)

    def __init__(self, person: Person, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        shown = Figure.objects.filter(people=person, photo__isnull=False)
        self.fields["figure"].queryset = shown.select_related("photo", "trip")  # type: ignore[attr-defined]


@permission_required("people.change_person", raise_exception=True)
def portrait(request: HttpRequest, key: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=key)
    form = PortraitForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            square = crop_square(values["figure"].photo, values["x"], values["y"], values["size"])
        except OSError:
            form.add_error("figure", "The original of this picture cannot be read. Choose another.")
        else:
            with reversion.create_revision():
                person.portrait = square
                person.save()
                reversion.set_user(request.user)
                reversion.set_comment("A portrait was cut out of a picture.")
            messages.success(request, f"{person} has a portrait now. Readers see it while {person} is public.")
            return redirect("desk:memory", person.pk)
    tapped = dict(person.figure_people.values_list("figure", "x"))
    context = {
        "title": f"Portrait of {person}",
        "person": person,
        "form": form,
        "choices": [
            {"figure": figure, "address": photo_address(figure.photo, SHOWN_WIDTH), "x": tapped.get(figure.pk)}
            for figure in form.fields["figure"].queryset[:MOST_SHOWN]  # type: ignore[attr-defined]
        ],
        "chosen": str(form["figure"].value() or ""),
    }
    return render(request, "admin/desk/portrait.html", admin.site.each_context(request) | context)
