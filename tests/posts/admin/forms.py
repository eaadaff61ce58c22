"""Fill in an admin page as a browser would: what it shows, with some of it changed."""

from typing import Any

from django.test import Client


def fields_of(client: Client, address: str) -> dict[str, Any]:
    """Return the values a page's forms would send if nothing was changed."""
    context = client.get(address).context
    values: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            values |= _values(bound)
    return {name: value for name, value in values.items() if value not in (None, "")}


def _values(bound: Any) -> dict[str, Any]:
    value = bound.value()
    widget = bound.field.widget
    widget = getattr(widget, "widget", widget)
    if bound.field.__class__.__name__ == "BooleanField":
        return {bound.html_name: "on"} if value else {}
    if hasattr(widget, "widgets"):
        parts = widget.decompress(value)
        return {f"{bound.html_name}_{index}": part for index, part in enumerate(parts)}
    if isinstance(value, list):
        return (
            {bound.html_name: widget.format_value(value)}
            if isinstance(widget.format_value(value), str)
            else {bound.html_name: [getattr(item, "pk", item) for item in value]}
        )
    return {bound.html_name: value}


def send(client: Client, address: str, **changes: Any) -> Any:
    """Save a page with some fields changed; `days__0__title` names a field of the first day.

    Returns the response; a page that was refused has status 200 and says why.
    """
    values = fields_of(client, address)
    for name, value in changes.items():
        values[name.replace("__", "-")] = value
    return client.post(address, values)


def errors_of(response: Any) -> list[str]:
    """Return what a refused page complains about."""
    return [str(error) for error in response.context["errors"]]
