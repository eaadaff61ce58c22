"""The WSGI entry point that every server imports."""

import os

from django.core.wsgi import get_wsgi_application

from tripsite.limits import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripsite.settings")

application = Bounded(get_wsgi_application())
