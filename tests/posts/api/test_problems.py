import pytest

from posts.models import Status

from ...factories import make_trip

pytestmark = pytest.mark.django_db


def problem_of(response):
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    return problem


@pytest.mark.parametrize(
    "address",
    ["/api/trips/nowhere", "/api/people/nobody", "/api/nothing", "/api/trips/", "/api/trips/a/b", "/api/talks/a%20b"],
)
def test_missing_is_told_as_json(client, address):
    assert problem_of(client.get(address)) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address; /api/ lists what there is.",
        "errors": [],
    }


def test_withdrawn_trip_is_gone(client):
    make_trip(slug="regretted", title="Regretted", status=Status.WITHDRAWN)
    problem = problem_of(client.get("/api/trips/regretted"))
    assert (problem["status"], problem["detail"]) == (410, "What was here was withdrawn.")


@pytest.mark.parametrize(
    ("address", "parameter", "detail"),
    [
        ("/api/trips?limit=101", "limit", "Input should be less than or equal to 100"),
        ("/api/trips?limit=0", "limit", "Input should be greater than or equal to 1"),
        ("/api/trips?year=soon", "year", "Input should be a valid integer, unable to parse string as an integer"),
        ("/api/trips?tag=a%00b", "tag", r"String should match pattern '^[^\x00]*$'"),
        ("/api/search", "q", "Field required"),
        ("/api/search?q=x&kind=dog", "kind", "Input should be 'trip', 'day', 'talk', 'event', 'person' or 'place'"),
    ],
)
def test_bad_parameter_is_named(client, address, parameter, detail):
    problem = problem_of(client.get(address))
    assert (problem["status"], problem["errors"]) == (422, [{"parameter": parameter, "detail": detail}])
    assert problem["detail"] == f"“{parameter}”: {detail}."


def test_every_bad_parameter_is_named(client):
    problem = problem_of(client.get("/api/trips?limit=many&year=soon"))
    assert {error["parameter"] for error in problem["errors"]} == {"limit", "year"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/", "/api/trips", "/api/trips/x", "/api/openapi.json", "/api/nothing"])
def test_api_is_for_reading(client, address, method):
    client.handler.enforce_csrf_checks = True
    response = getattr(client, method)(address)
    assert (problem_of(response)["status"], response["Allow"]) == (405, "GET, HEAD")


def test_head_is_answered_like_get(client):
    response = client.head("/api/trips")
    assert (response.status_code, response["Content-Type"], response.content) == (200, "application/json", b"")
