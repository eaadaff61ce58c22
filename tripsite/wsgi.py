"""The WSGI entry point that every server imports."""

import os

from django.core.wsgi import get_wsgi_application

from tripsite import parents
from tripsite.limits import Bounded
from tripsite.observing import Observed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripsite.settings")

parents.follow()

django = get_wsgi_application()

# Reads the settings, which are there only now.
from tripsite.pages.front import in_front_of  # noqa: E402
from tripsite.warming import warm  # noqa: E402

warm()

application = Observed(in_front_of(Bounded(django)))
