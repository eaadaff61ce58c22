"""The log itself: what it is called, and who new people are visible to. Tags and categories, too."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from posts import profiles
from posts.models import Category, Log, Tag

from .deletions import UndoableAdmin


class LogForm(forms.ModelForm):
    def clean_profiles(self) -> str:
        return profiles.check(self.cleaned_data["profiles"])


@admin.register(Log)
class LogAdmin(admin.ModelAdmin):
    form = LogForm
    fields = ["title", "tagline", "author", "profiles", "language", "default_visibility"]

    def changelist_view(self, request: HttpRequest, extra_context: object = None) -> HttpResponseRedirect:
        """There is one log: its list is the log itself."""
        exists = Log.objects.exists()
        return HttpResponseRedirect(
            reverse("admin:posts_log_change", args=[1]) if exists else reverse("admin:posts_log_add")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Log.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Log | None = None) -> bool:
        return False


@admin.register(Tag, Category)
class TermAdmin(UndoableAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
