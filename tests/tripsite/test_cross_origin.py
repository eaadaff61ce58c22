import pytest

from tests.factories import make_trip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/api/", "/api/trips", "/api/nothing", "/api/openapi.json", "/export.json", "/export.schema.json"]
)
def test_scripts_of_other_sites_may_read_what_is_for_programs(client, address):
    response = client.get(address, headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Link"
    assert "Access-Control-Allow-Credentials" not in response


def test_scripts_of_other_sites_may_read_a_trip_and_learn_that_it_is_unchanged(client):
    make_trip(slug="oslo")
    tag = client.get("/trips/oslo.json")["ETag"]
    response = client.get("/trips/oslo.json", headers={"If-None-Match": tag})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (304, "*")


def test_browser_that_asks_first_is_told_what_is_permitted(client):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    response = client.options("/api/trips", headers=asked)
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert (response["Access-Control-Allow-Origin"], response["Access-Control-Allow-Headers"]) == ("*", "If-None-Match")


@pytest.mark.parametrize("address", ["/", "/trips/oslo/", "/admin/login/", "/api-not/", "/healthz"])
def test_nothing_else_is_opened(client, address):
    make_trip(slug="oslo")
    assert "Access-Control-Allow-Origin" not in client.get(address)
