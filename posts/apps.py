from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = "Trips"

    def ready(self) -> None:
        # The app registry has to be complete before models can be imported.
        from . import constraints, revision, versions
        from .public.share_cards import tasks as share_cards
        from .search import changes, engines

        revision.connect()
        changes.connect()
        share_cards.connect()
        # Before the pages of the desk are made, each of which would register its model in its own way.
        versions.register()
        pre_migrate.connect(constraints.drop, sender=self, dispatch_uid="drop-constraints")
        post_migrate.connect(constraints.create, sender=self, dispatch_uid="create-constraints")
        post_migrate.connect(engines.create, sender=self, dispatch_uid="create-search-index")
