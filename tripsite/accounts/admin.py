"""Accounts on the desk, for owners: who may write here, and as what."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from .events import Kind, record
from .roles import Role, give, role_of

# Second factors and sessions have pages of their own, for those whose they are. Groups are what roles are made of.
admin.site.unregister([Authenticator, EmailAddress, UserSession, Group, User])

ROLES = {
    Role.OWNER: "owner: everything, accounts too",
    Role.EDITOR: "editor: writes everything",
    Role.CONTRIBUTOR: "contributor: writes days, sees only their own",
}
AS_IT_IS = "as it is: permissions given by hand"


class RoleForm(forms.ModelForm):
    role = forms.ChoiceField(choices=[(role.value, label) for role, label in ROLES.items()], widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = role_of(self.instance) if self.instance.pk else Role.CONTRIBUTOR
        self.initial["role"] = role.value if role else ""
        if role is None:
            self.fields["role"].choices = [("", AS_IT_IS), *self.fields["role"].choices]  # type: ignore[attr-defined]
            self.fields["role"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        stays = values.get("role") == Role.OWNER and values.get("is_active", True)
        if self.instance.pk and not stays and _is_last_owner(self.instance):
            raise ValidationError("This is the only owner. Make somebody else an owner first.")
        return values


class NewAccountForm(RoleForm, AdminUserCreationForm):
    pass


class AccountForm(RoleForm, UserChangeForm):
    pass


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "role", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "email"]
    filter_horizontal = ()
    # Deleting several at once could take the last owner.
    actions = None
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email", "role", "is_active"]}),
        ("Since", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "email", "usable_password", "password1", "password2", "role"]})]

    @admin.display(description="role")
    def role(self, user: User) -> str:
        return role_of(user) or "-"

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = role_of(User.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        wanted = form.cleaned_data.get("role")
        if wanted and wanted != before:
            give(obj, Role(wanted))
            record(Kind.ROLE_CHANGED, obj.username, request, f"{before or 'none'} to {wanted}")
        if "is_active" in form.changed_data:
            record(Kind.ROLE_CHANGED, obj.username, request, "active again" if obj.is_active else "no longer active")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002 - Django's
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record(Kind.PASSWORD_CHANGED, User.objects.get(pk=id).username, request)
        return response

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_owner(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_owner(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_owner(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_owner(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_owner(request) and (obj is None or not _is_last_owner(obj))


def _is_owner(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


def _is_last_owner(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and user.is_active and not others.exists()
