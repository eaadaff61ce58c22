"""Addresses of the API, all of them for reading only; whatever else is asked for is told as JSON, too."""

from django.urls import include, path, re_path

from .description import api
from .problems import missing, reading_only

# Not called `app_name`, which would give this module a name space of its own.
resources, application, namespace = api.urls
for resource in resources:
    if resource.callback is not None:
        resource.callback = reading_only(resource.callback)

urlpatterns = [
    path("", include((resources, application), namespace)),
    re_path("", reading_only(missing)),
]
