"""Addresses of the JSON export."""

from django.urls import path

from . import exports

urlpatterns = [
    path("export.json", exports.log, name="export"),
    path("export.schema.json", exports.log_schema, name="export_schema"),
    path("trips/<unicode_slug:slug>.json", exports.trip, name="trip_json"),
]
