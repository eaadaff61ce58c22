from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = "Trips"

    def ready(self) -> None:
        # The app registry has to be complete before models can be imported.
        from . import constraints, revision

        revision.connect()
        pre_migrate.connect(constraints.drop, sender=self, dispatch_uid="drop-constraints")
        post_migrate.connect(constraints.create, sender=self, dispatch_uid="create-constraints")
