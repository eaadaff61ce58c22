"""The desk's own addresses, beside those that Django's admin gives each model. All need a login."""

from django.urls import URLPattern

app_name = "desk"

urlpatterns: list[URLPattern] = []
