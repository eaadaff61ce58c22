"""The first page of the desk."""

from typing import Any

from django import template
from django.template import RequestContext

from posts.admin.desk import overview

register = template.Library()


@register.inclusion_tag("admin/desk/_desk.html", takes_context=True)
def desk(context: RequestContext) -> dict[str, Any]:
    """Show what is in progress, where somebody left off, and what is to be sorted."""
    return overview(context["user"]) | {"perms": context["perms"]}
