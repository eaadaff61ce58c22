"""Settings of the test run: those of the log, in a folder of its own, untouched by the shell's environment.

A settings module rather than a fixture, because pytest-django loads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile

for name in (
    *("ALLOWED_HOSTS", "CACHE_URL", "CSRF_TRUSTED_ORIGINS", "DEBUG", "LANGUAGE_CODE", "LOG_FORMAT", "LOG_LEVEL"),
    *("EMAIL_URL", "MAIL_FROM", "MAP_TILES_ATTRIBUTION", "MAP_TILES_URL", "REQUEST_SECONDS", "SECRET_KEY", "SITE_URL"),
    "TRUSTED_PROXIES",
):
    os.environ.pop(name, None)
for name in [name for name in os.environ if name.startswith("S3_")]:
    del os.environ[name]
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["PAGES_AS_FILES"] = "false"
os.environ["TRIPSITE_HOME"] = tempfile.mkdtemp(prefix="tripsite-test-")
atexit.register(shutil.rmtree, os.environ["TRIPSITE_HOME"], ignore_errors=True)

from tripsite.settings import *  # noqa: E402, F403

# Static files are served from their sources: no collectstatic before the tests.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# A connection that stays open keeps the test's database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# Slow on purpose in real life, and of no interest here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # In memory, all threads of a server under test would share one connection, and with it each other's transactions.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['TRIPSITE_HOME']}/test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
