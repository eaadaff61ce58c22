"""The lines and numbers of a server for real: what they tell, and what of its readers they never do."""

import json
import shutil
import urllib.error
import urllib.request

import pytest

from tests.tripsite.serving import fetch, free_port, served, wait_for


@pytest.fixture(scope="module")
def told(empty_log, tmp_path_factory):
    """The numbers and the lines after a few requests that hold what is nobody's business."""
    folder = tmp_path_factory.mktemp("observed")
    home, port, metrics_port = shutil.copytree(empty_log, folder / "log"), free_port(), free_port()
    options = ("--workers", "2", "--metrics-port", str(metrics_port))
    with served(home, port, *options, output=folder / "lines", LOG_FORMAT="json", LOG_LEVEL="INFO"):
        fetch(port, "/search/?q=confidential")
        fetch(port, "/people/confidential/")
        fetch(port, "/preview/confidential/")
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"X-Request-ID": "given-by-nginx-7"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["X-Request-ID"] == "given-by-nginx-7"
        form = urllib.request.Request(f"http://127.0.0.1:{port}/admin/", data=b"username=confidential")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(form)
        numbers = wait_for(lambda: fetch(metrics_port, "/metrics"))
    return numbers, [line for line in (folder / "lines").read_text().splitlines() if not line.startswith("Serving")]


def test_metrics_of_all_processes(told):
    numbers = told[0]
    assert 'tripsite_requests_total{status="200",view="search"} 1.0' in numbers
    assert 'tripsite_request_seconds_count{view="home"} 1.0' in numbers
    assert "# TYPE tripsite_queue gauge" in numbers
    assert "tripsite_worker_heartbeat_seconds" in numbers


def test_lines_are_json_with_the_id_of_their_request(told):
    lines = [json.loads(line) for line in told[1]]
    requests = [line for line in lines if line.get("logger") == "tripsite.requests"]
    assert {line["view"] for line in requests} >= {"search", "home"}
    (home,) = [line for line in requests if line["view"] == "home"]
    assert (home["request_id"], home["status"], home["level"]) == ("given-by-nginx-7", 200, "info")


def test_nothing_tells_who_asked_or_what_for(told):
    numbers, lines = told
    assert lines
    for text in (numbers, *lines):
        assert "confidential" not in text
        assert "127.0.0.1" not in text
