import pytest
from django.core.files.storage import storages
from django.db import connection
from django.db.utils import OperationalError


def test_healthz_without_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_when_all_is_well(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_the_derivatives_when_their_folder_is_a_file(client, tmp_path):
    (tmp_path / "derivatives").write_text("in the way")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: derivatives")


@pytest.mark.django_db
def test_readyz_makes_no_folder(client, tmp_path):
    client.get("/readyz")
    assert storages["derivatives"].path("") == str(tmp_path / "derivatives")
    assert not (tmp_path / "derivatives").exists()


def _refuse(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


@pytest.mark.django_db
def test_readyz_names_the_database_when_it_is_gone(client, caplog):
    with connection.execute_wrapper(_refuse):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: database")
    assert "readyz: database is ill" in caplog.text
