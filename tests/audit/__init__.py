"""The audits: `make audit` serves a fresh sample log and holds every kind of page to what a reader may expect."""
