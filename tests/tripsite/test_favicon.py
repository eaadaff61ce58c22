import pytest


@pytest.mark.django_db
def test_favicon_is_the_icon_of_the_pages(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/favicon.svg")
