"""A server for real whose bucket is out of reach for a while: pages go on, uploads wait, and go on where they were."""

import base64
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import boto3
import pytest

from tests.tripsite.command import manage
from tests.tripsite.serving import free_port, served, wait_for
from tests.tripsite.test_losses import PUBLISH, Gate, becomes, gate, save, status
from tests.tripsite.test_several_machines import answers_at
from tests.uploading import MAKE_A_LOG, Client, photographs

# The connection with which the bucket was made is kept by its library.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PIECE = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}


@pytest.fixture
def site(empty_log: Path, tmp_path: Path) -> Iterator[tuple[int, Gate]]:
    """A log whose pictures lie in a bucket: its port, and the gate before the bucket."""
    with ExitStack() as stack:
        behind = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(behind)]
        bucket = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(bucket.wait)
        stack.callback(bucket.terminate)
        wait_for(lambda: answers_at(behind))
        before = stack.enter_context(gate(behind))
        address, key, secret = f"http://127.0.0.1:{before.port}", "anybody", "anything"
        variables = {"S3_BUCKET": "log", "S3_ENDPOINT_URL": address, "S3_REGION": "us-east-1"}
        variables |= {"S3_ACCESS_KEY_ID": key, "S3_SECRET_ACCESS_KEY": secret}
        credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret}
        with closing(boto3.client("s3", endpoint_url=address, region_name="us-east-1", **credentials)) as client:
            client.create_bucket(Bucket="log")
        home, port = shutil.copytree(empty_log, tmp_path / "log"), free_port()
        for code in (MAKE_A_LOG, PUBLISH):
            assert manage(home, "shell", "-v0", "-c", code, **variables).returncode == 0
        stack.enter_context(served(home, port, "--workers", "1", output=tmp_path / "output", **variables))
        becomes(port, "/readyz", (200, "ready"))
        yield port, before


def test_lost_bucket(site):
    port, bucket = site
    writer = Client(port)
    first, second = photographs(2, (640, 480))
    assert writer.send("first.jpg", first, trip=1)["photo"]
    assert status(port, "/trips/oslo/")[0] == 200
    told = {"Upload-Length": str(len(second)), "Upload-Metadata": f"filename {base64.b64encode(b'b.jpg').decode()}"}
    address = writer.request("POST", "/admin/desk/uploads/", b"", told)[1]["location"]

    bucket.shut()
    becomes(port, "/readyz", (503, "not ready: derivatives, originals"))
    assert status(port, "/trips/oslo/")[0] == 200
    assert status(port, "/people/")[0] == 200
    refused, _, answer = writer.request("PATCH", address, second, PIECE)
    assert (refused, "could not write it down" in answer.decode()) == (507, True)
    # Words need no bucket.
    assert save(writer, "Meanwhile.") == (302, "")
    assert "Meanwhile." in status(port, "/trips/oslo/")[1]

    bucket.open()
    becomes(port, "/readyz", (200, "ready"))
    assert writer.request("HEAD", address)[1]["upload-offset"] == "0"
    assert writer.request("PATCH", address, second, PIECE)[0] == 204
    assert writer.request("GET", address)[0] == 200
