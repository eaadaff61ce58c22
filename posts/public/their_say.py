"""Somebody's own page, behind a link that only they have: what the log says of them, and what they ask for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from people.models import PersonalLink, Wish
from posts.care.person_data import data_of
from posts.care.wishes import WishRefused, ask
from posts.keys import key_in
from posts.models import Figure
from posts.prose.render import figure_views
from posts.prose.targets import Targets

MOST_FIGURES = 200


def _of_open_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the open link of a token; whatever else the token is, the answer is the same and says nothing."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        link = PersonalLink.objects.open().select_related("person").filter(token=token).first()
        response = view(request, link) if link else render(request, "posts/their_say_gone.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_of_open_link
def their_say(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            _ask(link, request.POST.get("kind", ""), request.POST.get("text", ""), request.POST.get("figure", ""))
        except WishRefused as reason:
            refused = str(reason)
        else:
            return redirect(f"{link.get_absolute_url()}?asked#wishes")
    context = _page(link) | {"refused": refused, "typed": request.POST, "is_asked": "asked" in request.GET}
    return render(request, "posts/their_say.html", context, status=422 if refused else 200)


@require_safe
@_of_open_link
def their_data(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Give everything as a file that programs can read."""
    name = slugify(link.person.name) or "me"
    readable = {"ensure_ascii": False, "indent": 2}
    disposition = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return JsonResponse(data_of(link.person), json_dumps_params=readable, headers=disposition)


def _ask(link: PersonalLink, kind: str, text: str, figure: str) -> Wish:
    shown = Figure.objects.filter(people=link.person).select_related("photo")
    chosen = shown.filter(pk=key_in(figure)).first()
    return ask(link.person, kind, text, chosen)


def _page(link: PersonalLink) -> dict[str, Any]:
    person = link.person
    figures = list(Figure.objects.published().filter(people=person).for_page()[:MOST_FIGURES])
    targets = Targets.for_texts(text for each in figures for text in (each.title, each.caption, each.alt))
    return {
        "link": link,
        "person": person,
        "data": data_of(person),
        "figures": list(zip(figures, figure_views(figures, targets), strict=True)),
        "kinds": Wish.Kind.choices,
        "wishes": person.wishes.all(),
    }
