from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tripsite.progress import shown
from tripsite.site.addresses import NameTooLong
from tripsite.site.building import build
from tripsite.site.folder import SiteError, identity


class Command(BaseCommand):
    help = (
        "Build the public log as plain files that any web server or CDN serves. A second time only what changed is "
        "written, and what is not public any more is removed. The folder has to be empty, or to hold such a site."
    )

    # They import all that a server needs, which takes longer than a build that has nothing to do.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the files are written")
        parser.add_argument("--url", default=settings.SITE_URL, help="where they will be served: https://example.org")
        parser.add_argument("--full", action="store_true", help="make every page, and compare every file that is there")
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing; list what would be written or removed"
        )
        parser.add_argument("--to", default="", metavar="s3://BUCKET/PREFIX", help="then upload what changed there")
        parser.add_argument("--gzip", action="store_true", help="upload texts compressed, where no CDN compresses them")
        parser.add_argument("--processes", type=int, default=0, help="how many work at once (default: one per core)")

    def handle(self, *, folder: Path, url: str, to: str, **options: Any) -> None:
        address, is_dry = _address(url), options["dry_run"]
        how = {"full": options["full"], "dry": is_dry, "processes": max(0, options["processes"])}
        try:
            # By its path: what speaks to buckets takes long to import.
            uploading = import_module("tripsite.site.uploading") if to else None
            if uploading:
                uploading.Bucket.at(to)
            with shown("Building") as progress:
                result = build(folder, address, progress=progress, **how)
            self._tell(folder, "written", result.written, result.removed, options)
            if uploading and (not is_dry or identity(folder)):
                with shown("Uploading") as progress:
                    put = uploading.upload_site(folder, to, compressed=options["gzip"], dry=is_dry, progress=progress)
                self._tell(to, "put", put.put, put.deleted, options)
        except (SiteError, NameTooLong) as error:
            raise CommandError(f"build_site: {error}") from error
        except OSError as error:
            raise CommandError(f"build_site: {error.filename or folder}: {error.strerror}") from error

    def _tell(self, place: object, done: str, changed: list[str], gone: list[str], options: dict[str, Any]) -> None:
        if options["dry_run"]:
            lines = [*(f"write  {name}" for name in changed), *(f"remove {name}" for name in gone)]
            self.stdout.write("\n".join(sorted(lines, key=lambda line: line[7:])))
        if options["verbosity"] > 0:
            would = "would be " if options["dry_run"] else ""
            self.stdout.write(f"{place}: {len(changed)} files {would}{done}, {len(gone)} {would}removed.")


def _address(url: str) -> str:
    """Return the address of the first page without its last slash. Raises CommandError for one that is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise CommandError(
            f"build_site: --url {url or '(nothing)'}: name where the site will be served, such as https://example.org"
        )
    return url.rstrip("/")
