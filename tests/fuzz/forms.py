"""The forms of the admin, filled in at random."""

import hashlib

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.forms import Field, ModelChoiceField, ModelForm
from django.test import RequestFactory

from people.models import Person
from posts.models import Day, Encounter, Event, Figure, Place, Talk, Trip
from tests.factories import make_day, make_figure, make_trip

MODELS = (Trip, Day, Person, Place, Talk, Event, Encounter, Figure)


def submit(content: bytes) -> None:
    """Write a text into some fields of a form of the admin, and save what it takes; all is taken back."""
    chosen = hashlib.sha256(content).digest()
    model = MODELS[chosen[0] % len(MODELS)]
    request = RequestFactory().get("/admin/")
    request.user = get_user_model()(is_superuser=True, is_active=True, is_staff=True)
    text = content.decode(errors="replace")
    with transaction.atomic():
        day = make_day(make_trip())
        make_figure(day.trip, day=day)
        made: type[ModelForm] = admin.site.get_model_admin(model).get_form(request)
        filled = {name: _plain_value(field) for name, field in made.base_fields.items()}
        names = list(filled)
        form = made(filled | {names[number % len(names)]: text for number in chosen[1:3]})
        if form.is_valid():
            form.save()
        transaction.set_rollback(True)


def _plain_value(field: Field) -> object:
    """Return something that a field takes."""
    if isinstance(field, ModelChoiceField):
        return getattr(field.queryset.first(), "pk", "") if field.required else ""
    return field.initial or ("x" if field.required else "")
