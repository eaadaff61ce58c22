from django.apps import AppConfig


class TripsiteConfig(AppConfig):
    name = "tripsite"

    def ready(self) -> None:
        # The app registry has to be complete before models can be imported.
        from posts.changes import committed, forgotten
        from posts.prose import kept as prose

        from .pages.front import files

        forgotten.connect(prose.forget, dispatch_uid="prose-forget")
        if kept := files():
            forgotten.connect(kept.forget, dispatch_uid="pages-forget")
            committed.connect(kept.follow_a_change, dispatch_uid="pages-follow")
