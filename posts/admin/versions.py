"""The history of a thing on the desk: who changed it when, any two versions compared, and one of them restored."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from reversion.models import Version

from posts.keys import key_in
from posts.versions import changes, history, part_changes, restorable, restore


class VersionedAdmin(admin.ModelAdmin):
    """A page with a history that can be read, compared and gone back to."""

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<path:object_id>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<path:object_id>/history/<int:version_id>/", view(self.restore_view), name=f"{name}_revision"),
            # What was deleted has one page for all.
            path("recover/", view(lambda request: redirect("desk:deletions")), name=f"{name}_recoverlist"),
            path("recover/<int:version_id>/", view(lambda request, **_: redirect("desk:deletions"))),
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        thing = self._thing(request, object_id)
        versions = history(thing)
        context = {"versions": versions, "latest": versions[0].pk if versions else None}
        context["compare"] = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_compare", args=[thing.pk])
        return self._page(request, thing, "history", f"History of “{thing}”", context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show two versions, the older first, or one and the thing as it is."""
        thing = self._thing(request, object_id)
        asked = [self._version(thing, request.GET[name]) for name in ("one", "other") if request.GET.get(name)]
        if not asked:
            return redirect(self._history(thing))
        old, *rest = sorted(asked, key=lambda version: version.pk)
        new = rest[0] if rest else None
        context = {"old": old, "new": new, "changes": changes(old, new or thing)}
        return self._page(request, thing, "compare", f"Two versions of “{thing}”", context)

    def restore_view(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        """Say what restoring a version would change, and do it when that is sent."""
        thing = self._thing(request, object_id)
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        version = self._version(thing, version_id)
        parts = part_changes(version)
        if request.method != "POST":
            context = {"version": version, "changes": restorable(thing, version), "parts": parts}
            return self._page(request, thing, "restore", f"Go back to an earlier version of “{thing}”", context)
        chosen = [part.name for part in parts if part.name in request.POST.getlist("parts")]
        try:
            restore(version, chosen, request.user)
        except (ValidationError, IntegrityError):
            messages.error(request, _refused(thing))
            return redirect(request.path)
        messages.success(request, "Restored. What was there before is in the history, too.")
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk]))

    def _thing(self, request: HttpRequest, object_id: str) -> Any:
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        return thing

    def _version(self, thing: Any, key: Any) -> Version:
        versions = Version.objects.get_for_object(thing).select_related("revision__user")
        version = versions.filter(pk=key_in(str(key))).first()
        if version is None:
            raise Http404
        return version

    def _history(self, thing: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[thing.pk])

    def _page(self, request: HttpRequest, thing: Any, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        around = self.admin_site.each_context(request)
        around |= {"title": title, "opts": self.opts, "object": thing, "history": self._history(thing)}
        around["change"] = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
        around["may_change"] = self.has_change_permission(request, thing)
        return render(request, f"admin/versions/{name}.html", around | context)


def _refused(thing: Any) -> str:
    return (
        f"“{thing}” cannot be what it was: something else has taken its place since, such as its slug or its date. "
        "Change that first, or copy what you need from the version."
    )
