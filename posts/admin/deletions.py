"""Deleting on the desk, and what was deleted lately: each with one click to bring it back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from posts import deletions
from posts.models import Deletion
from posts.models.deletion import KEPT_FOR

NOTHING_TO_DO = (
    "There is nothing to bring back: it was brought back already, or its thirty days are over. "
    "The list below has what there is."
)


class UndoableAdmin(admin.ModelAdmin):
    """An admin page on which whatever is deleted, also in its inlines, can be brought back."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        delete(request, list(queryset))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Delete the rows that were ticked before the others are saved, which may take their place."""
        ticked = [row.instance.pk for row in formset.initial_forms if formset._should_delete_form(row)]
        if formset.can_delete and ticked:
            delete(request, list(formset.model._default_manager.filter(pk__in=ticked)))
            formset.delete_existing = lambda *args, **kwargs: None
        super().save_formset(request, form, formset, change)


def delete(request: HttpRequest, things: Sequence[Model]) -> None:
    """Delete some things of one kind, and offer to undo that."""
    if not things:
        return
    deletion = deletions.delete(things, request.user)
    offer = format_html(
        '{} can be brought back for {} days. <form class="undo" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><button type="submit">Undo</button></form>',
        deletion.label[:1].upper() + deletion.label[1:],
        KEPT_FOR.days,
        reverse("desk:undo-deletion", args=[deletion.pk]),
        get_token(request),
    )
    messages.info(request, offer)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    kept = deletions.kept().select_related("deleted_by").defer("cuts")
    context = {**admin.site.each_context(request), "title": "Deleted lately", "days": KEPT_FOR.days}
    context["deletions"] = [(deletion, deletion.deleted_at + KEPT_FOR) for deletion in kept]
    return render(request, "admin/desk/deletions.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    deletion = get_object_or_404(Deletion.objects.select_related("revision"), pk=pk)
    if not _may_bring_back(request, deletion):
        raise PermissionDenied
    if not deletions.kept().filter(pk=pk).exists():
        messages.error(request, NOTHING_TO_DO)
        return redirect("desk:deletions")
    try:
        different = deletions.undo(deletion, request.user)
    except deletions.CannotBringBack as reason:
        messages.error(request, f"Not brought back: {deletion.label}. {reason}")
        return redirect("desk:deletions")
    messages.success(request, f"Brought back: {deletion.label}.")
    for note in different:
        messages.warning(request, note)
    return redirect(_place_of(deletion))


def _may_bring_back(request: HttpRequest, deletion: Deletion) -> bool:
    kinds = deletion.revision.version_set.values_list("content_type__app_label", "content_type__model").distinct()
    return all(request.user.has_perm(f"{app}.add_{model}") for app, model in kinds)


def _place_of(deletion: Deletion) -> str:
    """Return the address of the first thing that came back, which the rest belongs to."""
    first = deletion.revision.version_set.select_related("content_type").order_by("pk").first()
    if first is None:
        return reverse("desk:deletions")
    try:
        name = f"admin:{first.content_type.app_label}_{first.content_type.model}_change"
        return reverse(name, args=[first.object_id])
    except NoReverseMatch:
        return reverse("desk:deletions")
