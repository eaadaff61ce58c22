from django.apps import AppConfig


class TripsiteConfig(AppConfig):
    name = "tripsite"
