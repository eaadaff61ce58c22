"""Every address of the site: what machines ask for, the admin, then the public pages."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from tripsite.favicon import favicon
from tripsite.health import healthz, readyz

admin.autodiscover()

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", favicon, name="favicon"),
    path("admin/desk/", include("posts.admin.urls")),
    path("admin/account/", include("tripsite.accounts.urls")),
    # The pages that ask for a second factor, count guesses and lead back stand for Django's own.
    path("admin/logout/", account.logout),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("posts.public.urls")),
    # Not among those, of which the static site is made without importing this; it needs their converters.
    path("api/", include("posts.api.urls")),
]

handler403 = "posts.admin.answers.forbidden"
handler404 = "posts.public.errors.not_found"
handler500 = "posts.admin.trouble.failed"
