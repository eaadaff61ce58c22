"""In public the log starts only with settings that are safe there; at home it asks for none."""

import json

import pytest

from tests.tripsite.command import manage
from tripsite import production

STRONG = "x9Kq2mVb7Lw4Rt8Yp3Nz6Hc1Jd5Gf0SaEuIoQxWvBnMlKjHgFdPq"
PUBLIC = ["log.example.org", *production.LOOPBACK]


def test_at_home_nothing_is_asked_for():
    assert production.problem([*production.LOOPBACK], "weak", True) == ""


def test_in_public_strong_settings_pass():
    assert production.problem(PUBLIC, STRONG, False) == ""


@pytest.mark.parametrize(
    ("hosts", "secret", "is_debugging", "words"),
    [
        (["*"], STRONG, False, "Name the hosts, or set SITE_URL"),
        (PUBLIC, STRONG, True, "Unset DEBUG"),
        (PUBLIC, "changeme", False, "Unset it, and one is made"),
        (PUBLIC, "a" * 60, False, "or set one of 50 letters or more"),
        (PUBLIC, f"django-insecure-{STRONG}", False, "can be guessed"),
    ],
)
def test_in_public_what_is_weak_is_refused_with_what_to_do(hosts, secret, is_debugging, words):
    assert words in production.problem(hosts, secret, is_debugging)


@pytest.mark.parametrize(
    "address", ["log.example.org", "ftp://log.example.org", "https://a.example/log", "https://u@a"]
)
def test_a_public_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match=r"it looks like https://log\.example\.org, without a path"):
        production.host_of(address)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"SECRET_KEY": "changeme"},
            "manage.py: SECRET_KEY can be guessed, and with it every session of log.example.org",
        ),
        ({"DEBUG": "1"}, "manage.py: DEBUG shows settings and code to visitors of log.example.org."),
        ({"ALLOWED_HOSTS": "*"}, 'manage.py: ALLOWED_HOSTS has "*": anybody could say what host this is.'),
    ],
)
def test_it_does_not_start(tmp_path, variables, words):
    result = manage(tmp_path, "serve", SITE_URL="https://log.example.org", **variables)
    assert (result.returncode, result.stderr.startswith(words)) == (1, True), result.stderr


def test_djangos_own_check_of_a_deployment_is_clean(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="https://log.example.org")
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (2 silenced).\n")


def test_over_https_cookies_are_for_https_alone(tmp_path):
    names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "ALLOWED_HOSTS"]
    question = (
        f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    )
    told = manage(tmp_path, "shell", "-v0", "-c", question, SITE_URL="https://log.example.org").stdout
    assert json.loads(told) == [
        "__Host-sessionid",
        True,
        "__Host-csrftoken",
        True,
        ["log.example.org", "localhost", "127.0.0.1", "[::1]"],
    ]
