"""The WSGI entry point that every server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripsite.settings")

application = get_wsgi_application()
