"""Every address of the site: what machines ask for, the admin, then the public pages."""

from django.contrib import admin
from django.urls import include, path

from tripsite.favicon import favicon
from tripsite.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", favicon, name="favicon"),
    path("admin/desk/", include("posts.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("posts.public.urls")),
]

handler404 = "posts.public.errors.not_found"
handler500 = "posts.admin.trouble.failed"
