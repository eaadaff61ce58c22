"""The site in a bucket: moto's server on this machine speaks S3."""

import gzip
from pathlib import Path

import boto3
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from moto.server import ThreadedMotoServer

from posts.models import Figure, Trip

from .folders import URL, small_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(monkeypatch):
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="logs")
    yield client
    client.close()
    server.stop()


def test_upload_puts_what_changed_with_its_headers_and_deletes_what_is_gone(bucket, tmp_path: Path, capsys):
    small_log()
    site = tmp_path / "site"

    def built(*options: str) -> str:
        call_command("build_site", site, "--url", URL, "--processes", "1", "--to", "s3://logs/mine", *options)
        return capsys.readouterr().out

    def keys() -> set[str]:
        pages = bucket.get_paginator("list_objects_v2").paginate(Bucket="logs")
        return {each["Key"] for page in pages for each in page.get("Contents", ())}

    built("--gzip")
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert keys() == {f"mine/{name}" for name in files if not name.endswith((".gz", ".br"))}
    page = bucket.get_object(Bucket="logs", Key="mine/trips/trip-1/index.html")
    assert gzip.decompress(page["Body"].read()) == (site / "trips/trip-1/index.html").read_bytes()
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert (page["ContentEncoding"], page["CacheControl"]) == ("gzip", "no-cache")
    style = bucket.head_object(Bucket="logs", Key="mine/static/css/base.css")
    assert style["CacheControl"] == "public, max-age=31536000, immutable"
    picture = next(name for name in files if name.endswith(".avif"))
    assert bucket.head_object(Bucket="logs", Key=f"mine/{picture}")["ContentType"] == "image/avif"

    put_at = {key: bucket.head_object(Bucket="logs", Key=key)["LastModified"] for key in keys()}
    assert "0 files put, 0 removed." in built("--gzip")
    Figure.objects.filter(trip__slug="trip-1").get().delete()
    Trip.objects.get(slug="trip-2").delete()
    told = built("--gzip", "--dry-run")
    assert "remove trips/trip-2/index.html" in told
    assert "mine/trips/trip-2/index.html" in keys()
    built("--gzip")
    assert "mine/trips/trip-2/index.html" not in keys()
    still = bucket.head_object(Bucket="logs", Key="mine/static/css/base.css")["LastModified"]
    assert still == put_at["mine/static/css/base.css"]


def test_upload_leaves_somebodys_bucket_alone(bucket, tmp_path: Path):
    bucket.put_object(Bucket="logs", Key="thesis.txt", Body=b"years of work")
    for address, message in {
        "s3://logs": "this is neither empty nor a site of this program; name another prefix",
        "s3://": "name a bucket, such as",
        "s3://nowhere": "NoSuchBucket",
    }.items():
        with pytest.raises(CommandError, match=message):
            call_command("build_site", tmp_path / "site", "--url", URL, "--processes", "1", "--to", address)
    assert bucket.get_object(Bucket="logs", Key="thesis.txt")["Body"].read() == b"years of work"
