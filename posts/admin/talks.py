"""Talks: their speakers, times and links."""

from django.contrib import admin

from posts.models import Talk, TalkLink, TalkSpeaker

from .common import SECURE_ADDRESSES, DeskAdmin, RowsInline
from .forms import TalkForm


class TalkSpeakerInline(RowsInline):
    model = TalkSpeaker
    autocomplete_fields = ["person"]
    fields = ["position", "person"]
    extra = 0
    verbose_name = "speaker"


class TalkLinkInline(RowsInline):
    formfield_overrides = SECURE_ADDRESSES
    model = TalkLink
    fields = ["kind", "url", "title"]
    extra = 0
    verbose_name = "link"


@admin.register(Talk)
class TalkAdmin(DeskAdmin):
    form = TalkForm
    list_display = ["title", "event", "day", "attendance", "track"]
    list_filter = ["attendance", "event"]
    list_select_related = ["event", "day__trip"]
    search_fields = ["title", "talk_speakers__person__name", "event__name", "slug"]
    autocomplete_fields = ["event", "day"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [TalkSpeakerInline, TalkLinkInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", ("event", "day", "attendance"), "notes", "private_note"]}),
        (
            "Programme",
            {
                "fields": [
                    ("starts_at", "ends_at"),
                    ("track", "room", "language"),
                    "url",
                    "abstract",
                    "is_cancelled",
                ]
            },
        ),
    ]
