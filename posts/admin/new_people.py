"""Somebody new, added from a text by name alone."""

import reversion
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from people.models import Person, Visibility
from posts.models import Log
from posts.slugs import free_slug

from .completions import Choice, named


@require_POST
def new_person(request: HttpRequest) -> JsonResponse:
    """Add a person called `name`; where somebody is called so already only if `another` is given."""
    if not request.user.has_perm("people.add_person"):
        return _refusal("Your account may not add people; ask whoever keeps the accounts.", 403)
    name = " ".join(request.POST.get("name", "").split())
    same = [] if request.POST.get("another") else named(name)
    if same:
        found = [choice.for_browser() for choice in same]
        return JsonResponse({"message": f"Somebody is called {name} already.", "results": found}, status=409)
    try:
        person = add(name, request)
    except ValidationError as error:
        return _refusal(f"Nobody was added: {' '.join(error.messages)}", 400)
    return JsonResponse(Choice("person", person.slug, person.name).for_browser(), status=201)


def add(name: str, request: HttpRequest) -> Person:
    """Save a person as the log's default has it, as a version that says where it came from."""
    if not name or not name.isprintable():
        raise ValidationError("Give a name, of letters that can be printed.")
    with transaction.atomic(), reversion.create_revision():
        person = Person(name=name, slug=free_slug(Person, name), visibility=_visibility())
        person.full_clean()
        person.save()
        reversion.set_user(request.user)
        reversion.set_comment("Added while writing.")
    return person


def _visibility() -> str:
    """A pseudonym has to be thought of first: until then somebody stays hidden."""
    default = Log.current().default_visibility
    return Visibility.HIDDEN if default == Visibility.PSEUDONYM else default


def _refusal(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
