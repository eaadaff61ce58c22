"""What a browser sends for a page's form: read from the page's markup itself."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client


def as_sent(client: Client, address: str) -> dict[str, list[str]]:
    """Return the values of the form that a page is for, as a browser would send them if nothing was typed."""
    return read_form(client.get(address).content.decode())


def read_form(html: str) -> dict[str, list[str]]:
    page = BeautifulSoup(html, "html.parser")
    form = page.find("form", id=lambda name: name and name.endswith("_form") and not name.startswith("logout"))
    elsewhere = page.select(f"[form={form['id']}]")
    values: dict[str, list[str]] = {}
    for element in [*elsewhere, *form.find_all(["input", "textarea", "select"])]:
        if element.get("name") and not element.has_attr("disabled"):
            for value in _values(element):
                values.setdefault(str(element["name"]), []).append(value)
    return values


def _values(element: Tag) -> list[Any]:
    if element.name == "textarea":
        return [element.text.removeprefix("\n").replace("\n", "\r\n")]
    if element.name == "select":
        options = element.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        return [option["value"] for option in chosen or ([] if element.has_attr("multiple") else options[:1])]
    if element.get("type") in ("submit", "file", "button", "image", "reset"):
        return []
    if element.get("type") in ("checkbox", "radio"):
        return [element.get("value", "on")] if element.has_attr("checked") else []
    return [element.get("value", "")]
