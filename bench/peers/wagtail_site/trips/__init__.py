from django.apps import AppConfig


class Trips(AppConfig):
    name = "bench.peers.wagtail_site.trips"
    label = "trips"
