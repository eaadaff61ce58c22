"""Where files lie: in the log's folder, or in a bucket where `S3_BUCKET` names one (STORAGES in the settings)."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

KNOWN = {"S3_BUCKET", "S3_ENDPOINT_URL", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_PREFIX"}
PRIVATE = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
# A bucket that does not answer must not hold a request for long.
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 20, 2


def storages(env: Env, names: set[str], home: Path) -> dict[str, Any]:
    """Return the storages of originals, derivatives and uploads; `names` are all variables of the environment.

    Raises ImproperlyConfigured for what cannot work, so that no picture is ever kept where nobody looks for it.
    """
    given = {name for name in names if name.startswith("S3_") and env.str(name, "")}
    if unknown := given - KNOWN:
        raise ImproperlyConfigured(
            f"{', '.join(sorted(unknown))} is not a setting; known are {', '.join(sorted(KNOWN))}"
        )
    if not given:
        return _in_folders(home)
    for name in ("S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"):
        if name not in given:
            raise ImproperlyConfigured(f"{name} is missing: set it, or none of {', '.join(sorted(given))}")
    if (endpoint := env.str("S3_ENDPOINT_URL", "")) and not endpoint.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"S3_ENDPOINT_URL has to begin with https:// or http://, and is {endpoint}")
    return _in_a_bucket(env, endpoint or None)


def _in_folders(home: Path) -> dict[str, Any]:
    files, replacing = "django.core.files.storage.FileSystemStorage", "media.storage.ReplacingFileSystemStorage"
    return {
        "originals": {"BACKEND": replacing, "OPTIONS": {"location": home / "originals", **PRIVATE}},
        "uploads": {"BACKEND": files, "OPTIONS": {"location": home / "uploads", **PRIVATE}},
        "derivatives": {"BACKEND": replacing, "OPTIONS": {"location": home / "derivatives"}},
    }


def _in_a_bucket(env: Env, endpoint: str | None) -> dict[str, Any]:
    common = {
        "bucket_name": env.str("S3_BUCKET"),
        "endpoint_url": endpoint,
        "region_name": env.str("S3_REGION", "") or None,
        "access_key": env.str("S3_ACCESS_KEY_ID"),
        "secret_key": env.str("S3_SECRET_ACCESS_KEY"),
        "client_config": {
            "s3": {"addressing_style": "path" if endpoint else "auto"},
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": READ_SECONDS,
            "retries": {"total_max_attempts": TRIES, "mode": "standard"},
        },
    }
    prefix = env.str("S3_PREFIX", "").strip("/")
    return {
        name: {
            "BACKEND": "media.object_storage.ObjectStorage",
            "OPTIONS": common | {"location": f"{prefix}/{name}".strip("/"), "file_overwrite": name != "uploads"},
        }
        for name in ("originals", "uploads", "derivatives")
    }
