"""Scripts run in the process of a log, which TRIPSITE_HOME names, each of which writes one line of JSON."""

import django

django.setup()
