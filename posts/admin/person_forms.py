"""What a person's page makes of what is typed: other names in brackets, addresses in any spelling."""

import re
from typing import Any

from django import forms

from people.links import complete, kind_of, split
from people.models import Alias, PersonLink
from people.names import split_name

from .forms import SlugForm

_PRONOUNS = re.compile(r"\w+(?:\s*/\s*\w+)+")
_WITH_A_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


class PersonForm(SlugForm):
    """`Nicolas (Nic)` becomes a name and an alias, `Ada (she/her)` a name and pronouns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other_names: tuple[str, ...] = ()
        self._pronouns = ""

    def clean_name(self) -> str:
        name, others = split_name(self.cleaned_data["name"])
        self._pronouns = next((other for other in others if _PRONOUNS.fullmatch(other)), "")
        self.other_names = tuple(other for other in others if other != self._pronouns)
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["pronouns"] = values.get("pronouns") or self._pronouns[:50]
        return values

    def save_other_names(self) -> None:
        for name in self.other_names:
            Alias.objects.get_or_create(person=self.instance, name=name[:200])


class PersonLinkForm(forms.ModelForm):
    """A link whose kind is recognised from its address, unless the writer says another."""

    kind = forms.ChoiceField(required=False, choices=[("", "recognise it"), *PersonLink.Kind.choices])

    class Meta:
        model = PersonLink
        fields = ["url", "kind", "position"]
        widgets = {"url": forms.TextInput(attrs={"class": "vTextField", "inputmode": "url"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["kind"] = ""

    def clean_url(self) -> str:
        url = complete(self.cleaned_data["url"])
        if split(url) is None and not _WITH_A_SCHEME.fullmatch(url):
            raise forms.ValidationError(
                f"“{url}” is no address; write one such as ada.example, ada@example.org or @ada@example.social."
            )
        return url

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if url := values.get("url"):
            recognised = kind_of(url)
            # A mail address is private, whatever it is called.
            is_mail = recognised == PersonLink.Kind.EMAIL
            values["kind"] = recognised if is_mail or not values.get("kind") else values["kind"]
        return values
