"""The WSGI entry point that every server imports."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from tripsite import parents
from tripsite.limits import Bounded
from tripsite.observing import Observed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripsite.settings")

parents.follow()

# What is made before the first answer stays: looking for garbage among it took as long as making it.
gc.disable()
django = get_wsgi_application()

# Reads the settings, which are there only now.
from tripsite.pages.front import in_front_of  # noqa: E402
from tripsite.warming import warm  # noqa: E402

warm()
gc.freeze()
gc.enable()

application = Observed(in_front_of(Bounded(django)))
