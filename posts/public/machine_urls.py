"""Addresses that programs ask for: feeds, calendar, address cards, sitemap."""

from django.urls import path

from . import calendar, feeds, sitemaps
from .share_cards.views import card

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("calendar.ics", calendar.calendar, name="calendar"),
    path("people.vcf", calendar.vcards, name="vcards"),
    path("people/<unicode_slug:slug>.vcf", calendar.vcard, name="vcard"),
    path("cards/<uuid:uuid>.jpg", card, name="card"),
    path("feed.<feed_format:feed_format>", feeds.everything, name="feed"),
    path("tags/<unicode_slug:slug>/feed.<feed_format:feed_format>", feeds.tag, name="tag_feed"),
    path("categories/<unicode_slug:slug>/feed.<feed_format:feed_format>", feeds.category, name="category_feed"),
    path("events/<unicode_slug:slug>/feed.<feed_format:feed_format>", feeds.event, name="event_feed"),
    path("people/<unicode_slug:slug>/feed.<feed_format:feed_format>", feeds.person, name="person_feed"),
]
