"""The addresses of accounts: django-allauth's pages for logging in and second factors, and our own."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from . import sessions, views

desk = admin.site.admin_view

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", views.reset_password, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("trail/", desk(views.trail_page), name="account_trail"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", desk(sessions.sessions_page), name="account_sessions"),
    path("sessions/<int:key>/end/", desk(sessions.end_session), name="account_end_session"),
    path("sessions/end-others/", desk(sessions.end_other_sessions), name="account_end_other_sessions"),
]
