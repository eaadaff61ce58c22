import pytest
from django.template.loader import render_to_string

from posts.models import Log

from .pages import Page


@pytest.mark.django_db
def test_not_found_is_humane(client):
    Log.objects.create(title="On the way")
    response = client.get("/nowhere/")
    page = Page(response.content.decode())
    assert response.status_code == 404
    assert "There is no page at this address." in page.words
    assert {"/", "/archive/", "/people/", "/talks/"} <= set(page.links)


def test_server_error_needs_no_database():
    assert "Something broke on our side." in Page(render_to_string("500.html")).words
