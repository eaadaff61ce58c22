import pytest

from tests.tripsite.command import manage


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (
            {"DATABASE_URL": "mongo://localhost/log"},
            'manage.py: Environment variable "DATABASE_URL" invalid: Not a valid database URL.\n',
        ),
        (
            {"DATABASE_URL": "postgres://localhost"},
            "manage.py: DATABASE_URL names no database; it looks like postgres://user:password@host/name\n",
        ),
        (
            {"CACHE_URL": "memcached://localhost"},
            "manage.py: CACHE_URL is not the address of a Redis or Valkey server (redis://host:6379/0)\n",
        ),
        ({"DEBUG": "perhaps"}, 'manage.py: Environment variable "DEBUG" invalid: Not a valid boolean.\n'),
    ],
)
def test_a_wrong_variable_is_named(tmp_path, variables, message):
    result = manage(tmp_path, "check", **variables)
    assert (result.returncode, result.stderr) == (1, message)


def test_a_home_that_is_a_file_is_named(tmp_path):
    home = tmp_path / "log"
    home.write_text("")
    result = manage(home, "check")
    assert (result.returncode, result.stderr) == (
        1,
        f"manage.py: TRIPSITE_HOME cannot be {home}: File exists ({home})\n",
    )


def test_a_home_whose_static_files_lead_nowhere_is_named(tmp_path):
    static = tmp_path / "static"
    static.symlink_to(tmp_path / "gone")
    result = manage(tmp_path, "check")
    assert (result.returncode, result.stderr) == (
        1,
        f"manage.py: TRIPSITE_HOME cannot be {tmp_path}: File exists ({static})\n",
    )


def test_two_homes_are_two_logs(tmp_path):
    question = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    answers = [manage(tmp_path / name, "shell", "-v0", "-c", question).stdout.strip() for name in ("one", "a #2?")]
    assert answers == [str(tmp_path / "one" / "log.sqlite3"), str(tmp_path / "a #2?" / "log.sqlite3")]
    assert (tmp_path / "one" / "secret.key").read_text() != (tmp_path / "a #2?" / "secret.key").read_text()
