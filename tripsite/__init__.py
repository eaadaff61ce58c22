"""The composition root of the trip logbook."""

__version__ = "0.1.0"
