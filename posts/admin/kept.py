"""Nothing typed is lost, nothing saved is overwritten unseen: what every page with a form of the desk does about it."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timesince import timesince
from reversion.admin import VersionAdmin
from reversion.models import Version

from .conflicts import LOADED, Outcome, choose, loaded_with, reconcile
from .drafts import finish, finished
from .logged_out import WRITER, giving_back, statement
from .offers import EDITS, REPLACES, WINDOW, WINDOW_NAME, address_of, drafts_of, number, offers_of, replaced
from .page_values import Page, page_of

OF_THE_PAGE = ("csrfmiddlewaretoken", LOADED, WINDOW, EDITS, REPLACES, WRITER)  # a page that asks again has its own
TAKE = "_take"  # asks for a page filled in with what was typed before


class Unjudged:
    """A form filled in with what was typed before: it is shown without complaints, and never saved like that."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        return False


class KeptAdmin(VersionAdmin):
    """An admin page that keeps what is typed, offers it again, and notices what other windows saved."""

    class Media:
        css = {"all": ["css/kept.css"]}
        js = (Script("js/kept-form.js", type="module"),)

    def get_urls(self) -> list[Any]:
        patterns = super().get_urls()
        for pattern in patterns:
            pattern.callback = giving_back(pattern.callback)
        return patterns

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        if request.method != "POST" or not is_writing(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        if TAKE in request.POST:
            take(request)
        with transaction.atomic():
            outcome = self._reconciled(request, object_id)
            if outcome.conflicts and not is_taking(request):
                return self._ask(request, object_id, outcome)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if response.status_code == 302:
                self._tell(request, outcome)
        return response

    def _reconciled(self, request: HttpRequest, object_id: str | None) -> Outcome:
        """Bring what was sent together with what other windows saved; the thing stays locked until this is saved."""
        data, loaded = request.POST.copy(), loaded_with(request)
        choose(data)
        request.POST = data  # type: ignore[assignment]
        if object_id is None or loaded is None or "_saveasnew" in data:
            return Outcome()
        key = unquote(object_id)
        self.model._base_manager.select_for_update().filter(pk=key).first()
        thing = self.get_object(request, key)
        if thing is None or not self.has_change_permission(request, thing):
            return Outcome()
        return reconcile(page_of(self, request, thing), loaded, data, request.FILES)

    def _ask(self, request: HttpRequest, object_id: Any, outcome: Outcome) -> HttpResponse:
        """Show what both windows wrote, and ask what to save."""
        thing: Any = self.get_object(request, unquote(object_id))
        sent = [(name, values) for name, values in request.POST.lists() if name not in OF_THE_PAGE]
        context = {
            **self.admin_site.each_context(request),
            "title": "Changed in another window, too",
            "opts": self.opts,
            "original": thing,
            "outcome": outcome,
            "saved": saved_ago(thing),
            "sent": [(name, value) for name, values in sent for value in values],
            "files": [getattr(file, "name", "") for file in request.FILES.values()],
            "kept": self._kept(request, None) | {"loaded": json.dumps(page_of(self, request, thing).loaded)},
            "media": self.media,
        }
        return render(request, "admin/conflict.html", context, status=409)

    def _tell(self, request: HttpRequest, outcome: Outcome) -> None:
        for note in outcome.notes:
            messages.warning(request, note)
        if outcome.merged:
            fields = ", ".join(outcome.merged)
            messages.info(request, f"Merged with what another window saved meanwhile: {fields}. Read it once more.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What was typed is saved: its draft goes, in the same transaction."""
        super().save_related(request, form, formsets, change)
        if is_writing(request):
            for window, edits in [_window_of(request), *replaced(request.POST.get(REPLACES, ""))]:
                finish(request.user, address_of(request), window, edits)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (Unjudged, form), {}) if is_taking(request) else form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        if is_taking(request):
            for formset in formsets:
                formset._errors, formset._non_form_errors = [], formset.error_class()
                for form in formset.forms:
                    form._errors, form.cleaned_data = ErrorDict(), {}
        return formsets, inlines

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        may_write = self.has_change_permission(request) if kwargs.get("change") else self.has_add_permission(request)
        if is_writing(request) and may_write:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["kept"] = self._kept(request, Page(context["adminform"].form, formsets))
        return super().render_change_form(request, context, *args, **kwargs)

    def _kept(self, request: HttpRequest, page: Page | None) -> dict[str, Any]:
        """Return what the page needs to keep what is typed, and to offer what was typed before."""
        address = address_of(request)
        is_fresh = request.method == "GET" and page is not None
        gone = finished(request.user, address)
        of_window = _kept_of_window(request, gone)
        return {
            "address": address,
            "form": f"{self.opts.model_name}_form",
            "loaded": json.dumps(page.loaded) if page and is_fresh else request.POST.get(LOADED, ""),
            **of_window,
            "writer": statement(request.user, address, of_window["window"]),
            "is_taken": is_taking(request),
            "finished": json.dumps(gone),
            "offers": offers_of(page, drafts_of(request.user, address)) if page and is_fresh else [],
            "login": f"{reverse('admin:login')}?next={reverse('admin:index')}",
        }


def _window_of(request: HttpRequest) -> tuple[str, int]:
    return request.POST.get(WINDOW, ""), number(request.POST.get(EDITS, ""))


def _kept_of_window(request: HttpRequest, gone: dict[str, int]) -> dict[str, Any]:
    """Return which window a page is, and what it took over. A page that is taken up again is a window of its own."""
    window, edits = _window_of(request)
    others = replaced(request.POST.get(REPLACES, ""))
    if is_taking(request):
        others, window, edits = [*others, (window, edits)], "", 0
    left = [f"{name}:{count}" for name, count in others if WINDOW_NAME.fullmatch(name) and gone.get(name, -1) < count]
    window = window if WINDOW_NAME.fullmatch(window) else secrets.token_hex(12)
    return {"window": window, "edits": edits, "replaces": " ".join(left)}


def is_writing(request: HttpRequest) -> bool:
    """Return whether this is a page on which something is added or changed: versions have pages of their own."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith(("_add", "_change"))


def is_taking(request: HttpRequest) -> bool:
    return bool(getattr(request, "is_taking_draft", False))


def take(request: HttpRequest) -> None:
    """Make the request one that sends what was typed before."""
    try:
        values = json.loads(request.POST[TAKE])
        data = QueryDict(mutable=True)
        for name, texts in values.items():
            data.setlist(str(name), [str(text) for text in texts])
    except (ValueError, AttributeError, TypeError):
        messages.error(request, "What was typed before could not be read. It is still kept where it was typed.")
        data = QueryDict(mutable=True)
    request.POST = data  # type: ignore[assignment]
    request.is_taking_draft = True  # type: ignore[attr-defined]


def saved_ago(thing: Model) -> str:
    """Return how long ago a thing was saved on the desk, in words; nothing if that is not known."""
    version = Version.objects.get_for_object(thing).select_related("revision").first()
    ago = timesince(version.revision.date_created) if version else ""
    return "" if ago.startswith("0") else ago
