"""Making a log ready to be served: the account of its writer, the sample, and what is still missing."""

from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from posts.models import Trip
from tripsite.accounts.passwords import generated_password

ADMIN = "admin"


def lacks_tables() -> bool:
    """Return whether the database is behind the program. Raises DatabaseError where it cannot be asked."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def told(error: DatabaseError) -> str:
    """Return what is wrong with the database that a command failed at, and what to do."""
    try:
        if lacks_tables():
            return "the database lacks the newest tables. Run: make setup"
    except DatabaseError:
        pass  # it cannot be asked, as the command found
    return f"the database cannot be used: {error}"


def what_is_missing() -> str:
    """Return why this log cannot be served yet, or an empty string."""
    if lacks_tables():
        return "the database lacks the newest tables"
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage) and staticfiles_storage.read_manifest() is None:
        return "the stylesheets and scripts are not collected"
    return ""


def is_new() -> bool:
    """Return whether nobody has used this log: it holds no trip and nobody has an account."""
    return not Trip.objects.exists() and not get_user_model().objects.exists()


def administrator() -> str | None:
    """Return the name of the first account that may do everything."""
    first = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return first.get_username() if first else None


def make_admin() -> str | None:
    """Make the account that may do everything and return its password; None when somebody already may."""
    users = get_user_model().objects
    if administrator() or users.filter(username=ADMIN).exists():
        return None
    password = generated_password()
    users.create_superuser(username=ADMIN, password=password)
    return password
