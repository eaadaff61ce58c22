"""Settings of one log. Everything that differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from whitenoise.compress import Compressor

from tripsite import file_storages, home, log_lines, map_tiles, production, security_headers

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
HOME = Path(env.str("TRIPSITE_HOME", "") or BASE_DIR / "var")
try:
    HOME = home.prepare(HOME)
    SECRET_KEY = env.str("SECRET_KEY", "") or home.secret_key(HOME)
except OSError as error:
    raise ImproperlyConfigured(f"TRIPSITE_HOME cannot be {HOME}: {error.strerror} ({error.filename})") from error
DEBUG = env.bool("DEBUG", False)
# Where readers find the log, such as https://log.example.org; empty at home.
SITE_URL = env.str("SITE_URL", "").rstrip("/")
try:
    site_host = [production.host_of(SITE_URL)] if SITE_URL else []
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error
# The server itself speaks plain http: with https a proxy stands before it.
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS: list[str] = [*env.list("ALLOWED_HOSTS", []), *site_host, *production.LOOPBACK]
if problem := production.problem(ALLOWED_HOSTS, SECRET_KEY, DEBUG):
    raise ImproperlyConfigured(problem)
CSRF_TRUSTED_ORIGINS: list[str] = [*env.list("CSRF_TRUSTED_ORIGINS", []), *([SITE_URL] if SITE_URL else [])]
CSRF_FAILURE_VIEW = "posts.admin.logged_out.failed_check"

INSTALLED_APPS = [
    "tripsite.admin_app.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "reversion",
    "taggit",
    "media",
    "people",
    "posts",
    "tripsite",
    "tripsite.accounts",
]

MIDDLEWARE = [
    "tripsite.pages.making.MakingMiddleware",
    "tripsite.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tripsite.cross_origin.CrossOriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tripsite.middleware.TextGZipMiddleware",
    "tripsite.middleware.FreshnessMiddleware",
    "tripsite.sessions.ReadingSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tripsite.limits.NulMiddleware",
    "tripsite.limits.SizeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tripsite.accounts.middleware.SeenSessionMiddleware",
    "posts.admin.access.ContributorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tripsite.observing.ViewMiddleware",
]

ROOT_URLCONF = "tripsite.urls"
# Widgets of our own are found among the templates, as pages are.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

WSGI_APPLICATION = "tripsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "posts.public.context.log",
                "tripsite.accounts.context.desk",
            ],
        },
    },
]

if env.str("DATABASE_URL", ""):
    database: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL"))
    if not database["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database; it looks like postgres://user:password@host/name")
else:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "log.sqlite3"}
if database["ENGINE"] == "django.db.backends.sqlite3":
    # Write-ahead logging lets readers go on while one writer writes; immediate transactions
    # make a second writer wait for the lock instead of failing half-way.
    database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif database["ENGINE"] == "django.db.backends.postgresql":
    # Compiling a statement takes longer than running any of ours.
    database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    # A machine that is gone answers nothing, not even no: the system itself would wait for minutes.
    database["OPTIONS"] = {"connect_timeout": 5, "tcp_user_timeout": 20_000} | database["OPTIONS"]
# Connecting takes longer than most pages; a server that restarted meanwhile is noticed and connected to again.
database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": database}

if cache_url := env.str("CACHE_URL", ""):
    if not cache_url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured("CACHE_URL is not the address of a Redis or Valkey server (redis://host:6379/0)")
    CACHES: dict[str, Any] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url}
    }
else:
    # Failed logins are counted here, for all processes together. With few entries, guessing would drop what it counts.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# A request that takes longer than this ends with its process (tripsite.limits).
REQUEST_SECONDS = env.float("REQUEST_SECONDS", 120)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tripsite.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_SESSION_REMEMBER = True
# Guesses: so many from one address, and so many at one account from wherever. A passkey is no guess.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
# Mail is sent where EMAIL_URL says how; for resetting passwords, and telling somebody that theirs changed.
SENDS_MAIL = bool(email_url := env.str("EMAIL_URL", ""))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if SENDS_MAIL:
    if not email_url.startswith(("smtp://", "submission://")):
        raise ImproperlyConfigured("EMAIL_URL is no address of a mail server (submission://user:password@host:587)")
    email = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = email["EMAIL_HOST"], email["EMAIL_PORT"] or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = email["EMAIL_HOST_USER"], email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "webmaster@localhost")
# How many proxies stand before the server, each adding to X-Forwarded-For; with none that header is not believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if IS_HTTPS else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "tripsite.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Trip logbook"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Sessions are rows, which deploys leave alone; each visit to the desk puts their end off.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
# Days keep local dates and talks keep instants with their own zone, so the server's zone is never shown.
TIME_ZONE = "UTC"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

# Networks that `import_schedule --url` may fetch from though they are not public, such as 10.1.0.0/16.
FETCH_ALLOWED_NETWORKS: list[str] = env.list("FETCH_ALLOWED_NETWORKS", [])
# A large conference's day is one form, with a field for each talk.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

STATIC_URL = "static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "tripsite.static_files.ViewerFiles"]
# Maps of sources are large, and fetched by nobody but who looks for a fault.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    **file_storages.storages(env, set(os.environ), HOME),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Pages are kept in the memory of each server process, up to so many bytes, and as files for a web server. Files follow
# the changes made on this machine: several machines keep theirs in memory, or share the folder.
PAGES_MEMORY = env.int("PAGES_MEMORY", 64_000_000)
PAGES_AS_FILES = env.bool("PAGES_AS_FILES", database["ENGINE"] == "django.db.backends.sqlite3")
PAGES_FOLDER = Path(env.str("PAGES_FOLDER", "") or HOME / "pages")

# HTML made of texts is kept here, by digest: it is this machine's own.
PROSE_FILE: Path | None = HOME / "prose.sqlite3"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "posts.tags.names_of"
TAGGIT_STRING_FROM_TAGS = "posts.tags.line_of"
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# The map draws a bundled outline of the world. A tile server, which gets to know the readers, is used only if named.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")

# tripsite.security_headers has the headers of every answer; these are Django's own names for some of them.
map_tiles.sources(MAP_TILES_URL)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = security_headers.YEAR_SECONDS if IS_HTTPS else 0
# Other names under the same domain are their owner's to decide on.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# A proxy says how the visitor came; the machine itself may ask without it how the log is.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# Browsers hold a cookie of such a name to https, to this host alone, and to all its paths.
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOG_FORMAT = env.str("LOG_FORMAT", "text")
if LOG_FORMAT not in log_lines.FORMATTERS:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT}; it can be {' or '.join(log_lines.FORMATTERS)}")
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL}; it can be DEBUG, INFO, WARNING or ERROR")
LOGGING = log_lines.configuration(LOG_FORMAT, LOG_LEVEL)
