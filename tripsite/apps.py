from django.apps import AppConfig


class TripsiteConfig(AppConfig):
    name = "tripsite"

    def ready(self) -> None:
        # The app registry has to be complete before models can be imported.
        from posts.changes import committed

        from .pages.front import files

        if kept := files():
            committed.connect(kept.follow_a_change, dispatch_uid="pages-follow")
