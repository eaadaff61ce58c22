"""Owner, editor, contributor: what each may do, as Django's groups and permissions.

An owner may do everything, accounts included. An editor writes everything. A contributor writes days, and has to do
only with those of their own; `posts/admin/access.py` sees to that.
"""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group, Permission, User

EVERYTHING = ("add", "change", "delete", "view")
# Of these apps an editor may do everything, with all they hold.
APPS_OF_EDITORS = ("media", "people", "posts")
OF_CONTRIBUTORS: dict[str, dict[str, tuple[str, ...]]] = {
    "posts": {
        "capture": EVERYTHING,
        "day": EVERYTHING,
        "encounter": EVERYTHING,
        "figure": EVERYTHING,
        "figureperson": EVERYTHING,
        "talk": ("add", "change", "view"),
        "talklink": EVERYTHING,
        "talkspeaker": EVERYTHING,
        "event": ("view",),
        "place": ("view",),
        "trip": ("view",),
    },
    "people": {"person": ("add", "view")},
    "media": {"photo": ("view",)},
}


class Role(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"


GROUPS = {Role.EDITOR: "Editors", Role.CONTRIBUTOR: "Contributors"}


def role_of(user: User) -> Role | None:
    """Return somebody's role; None for who may not write here, or has permissions given by hand."""
    if user.is_superuser:
        return Role.OWNER
    names = {group.name for group in user.groups.all()}
    return next((role for role, name in GROUPS.items() if name in names), None)


def give(user: User, role: Role) -> None:
    """Give a stored account a role, and take what it had."""
    user.is_staff, user.is_superuser = True, role == Role.OWNER
    user.save(update_fields=["is_staff", "is_superuser"])
    user.user_permissions.clear()
    user.groups.set(Group.objects.filter(name=GROUPS[role]) if role in GROUPS else [])


def make_groups(**kwargs: Any) -> None:
    """Make the groups, or bring them up to date with what this version's roles may do."""
    editors, _ = Group.objects.get_or_create(name=GROUPS[Role.EDITOR])
    editors.permissions.set(Permission.objects.filter(content_type__app_label__in=APPS_OF_EDITORS))
    contributors, _ = Group.objects.get_or_create(name=GROUPS[Role.CONTRIBUTOR])
    contributors.permissions.set(
        permission
        for permission in Permission.objects.select_related("content_type")
        if _is_of_contributors(permission)
    )


def _is_of_contributors(permission: Permission) -> bool:
    kind = permission.content_type
    verbs = OF_CONTRIBUTORS.get(kind.app_label, {}).get(kind.model, ())
    return permission.codename in [f"{verb}_{kind.model}" for verb in verbs]
