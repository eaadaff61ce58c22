import re

import pytest
from django.contrib.auth import get_user_model

from tests.tripsite.command import manage
from tripsite.set_up import is_new, make_admin

pytestmark = pytest.mark.django_db


def test_make_admin_once(client):
    password = make_admin()
    assert password is not None
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert client.login(username="admin", password=password)
    assert get_user_model().objects.get().is_superuser
    assert make_admin() is None


def test_make_admin_leaves_another_superuser_alone():
    get_user_model().objects.create_superuser("ada", password="long enough")
    assert make_admin() is None
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["ada"]


def test_make_admin_does_not_raise_an_account_of_that_name():
    get_user_model().objects.create_user("admin", password="long enough")
    assert make_admin() is None
    assert not get_user_model().objects.get().is_superuser


def test_a_log_is_new_until_somebody_has_an_account():
    assert is_new()
    make_admin()
    assert not is_new()


def test_set_up_twice_shows_one_password(tmp_path):
    # Somebody has an account here, so that the sample, whose pictures take a minute, stays out.
    manage(tmp_path, "migrate", "-v0")
    somebody = "from django.contrib.auth.models import User; User.objects.create_user('ada')"
    manage(tmp_path, "shell", "-v0", "-c", somebody)
    first = manage(tmp_path, "set_up")
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r"Account:  admin\n  Password: [a-z2-9-]{19} ", first.stdout)
    assert "sample" not in first.stdout
    second = manage(tmp_path, "set_up")
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == (
        "Bringing the database up to date.\nCollecting stylesheets and scripts.\n"
        "Account: admin. When its password is lost: .venv/bin/python manage.py reset_password admin\n"
    )


def test_set_up_without_a_database_server(tmp_path):
    result = manage(tmp_path, "set_up", DATABASE_URL="postgres://nobody@127.0.0.1:1/log")
    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: set_up: the database cannot be used: connection failed:")


NO_TABLES = "manage.py: the database lacks the newest tables. Run: make setup\n"


@pytest.mark.parametrize(
    "command", [["import_hugo", "posts"], ["export_hugo", "out"], ["build_site", "site", "--url", "https://x.example"]]
)
def test_a_command_in_a_log_without_tables_says_what_to_do(tmp_path, command):
    name, folder, *options = command
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "index.md").write_text("---\ntitle: A trip\ndate: 2024-03-14\n---\nText\n")
    result = manage(tmp_path / "log", name, str(tmp_path / folder), *options)
    assert (result.returncode, result.stderr) == (1, NO_TABLES)
    assert "Traceback" in manage(tmp_path / "log", name, str(tmp_path / folder), *options, "--traceback").stderr


def test_a_command_that_cannot_use_the_database_says_so(tmp_path):
    (tmp_path / "log.sqlite3").write_text("This is no database, whatever its name says. " * 9)
    result = manage(tmp_path, "build_site", str(tmp_path / "site"), "--url", "https://x.example")
    assert (result.returncode, result.stderr) == (1, "manage.py: the database cannot be used: file is not a database\n")
