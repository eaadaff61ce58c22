"""Logging in: guesses are counted, second factors asked for, sessions listed and ended, passwords made anew."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_owner
from tests.passkeys import make_passkey
from tripsite.accounts.models import AccountEvent

pytestmark = pytest.mark.django_db

PASSWORD = "a long password of the test"
LOGIN = "/admin/account/login/"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def owner() -> User:
    return make_owner()


def log_in(client: Client, name: str, password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def kinds(account: str) -> list[str]:
    """Return what the trail tells of an account, oldest first."""
    return list(AccountEvent.objects.filter(account=account).order_by("id").values_list("kind", flat=True))


def test_the_admin_leads_to_the_one_login_and_back(client, owner):
    response = client.get("/admin/posts/trip/", follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=")
    assert "Log in" in response.content.decode()
    response = client.post(
        response.redirect_chain[-1][0], {"login": owner.username, "password": PASSWORD, "next": "/admin/posts/trip/"}
    )
    assert response.url == "/admin/posts/trip/"
    assert client.get("/admin/posts/trip/").status_code == 200


def test_djangos_own_login_takes_no_password(client, owner):
    response = client.post("/admin/login/", {"username": owner.username, "password": PASSWORD})
    assert (response.status_code, response.url.startswith(LOGIN)) == (302, True)
    assert client.get("/admin/").status_code == 302


def test_nobody_signs_up(client):
    response = client.post("/admin/account/signup/", {"username": "eve", "password1": PASSWORD})
    assert response.url.startswith("/admin/login/")
    assert not User.objects.exists()
    assert get_adapter().is_open_for_signup(RequestFactory().get("/")) is False


def test_who_may_not_write_here_is_refused(client):
    User.objects.create_user("reader", password=PASSWORD)
    log_in(client, "reader")
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_account_is_locked_after_five_guesses_from_wherever(client, settings, owner):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for guess in range(5):
        response = log_in(client, owner.username, f"guess {guess}", headers={"X-Forwarded-For": f"203.0.113.{guess}"})
        assert "not correct" in response.content.decode()
    response = log_in(client, owner.username, headers={"X-Forwarded-For": "203.0.113.77"})
    assert "Too many failed login attempts" in response.content.decode()
    log_in(client, owner.username, headers={"X-Forwarded-For": "203.0.113.78"})
    assert kinds(owner.username) == [*["login_failed"] * 5, "locked"]


def test_an_address_is_locked_after_ten_guesses_at_whomever(client, owner):
    for guess in range(10):
        log_in(client, f"somebody-{guess}", "a guess")
    assert "Too many failed login attempts" in log_in(client, owner.username).content.decode()
    assert log_in(client, owner.username, REMOTE_ADDR="203.0.113.5").status_code == 302


def test_an_address_that_no_trusted_proxy_told_is_not_believed(client, owner):
    log_in(client, owner.username, "a guess", headers={"X-Forwarded-For": "203.0.113.9"})
    assert AccountEvent.objects.get().address == "127.0.0.1"


def test_only_what_trusted_proxies_added_is_believed(client, settings, owner):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    log_in(client, owner.username, "a guess", headers={"X-Forwarded-For": "10.0.0.1, 203.0.113.9"})
    assert AccountEvent.objects.get().address == "203.0.113.9"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_with_an_app_the_password_alone_is_not_enough(client, owner):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(owner, secret)
    response = log_in(client, owner.username, follow=True)
    assert response.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, owner):
    TOTP.activate(owner, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(owner).get_unused_codes()[0]
    for works in (True, False):
        client.logout()
        log_in(client, owner.username)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert (client.get("/admin/").status_code == 200) is works


def test_new_passkey_is_given_a_plain_name_to_begin_with(client, owner):
    log_in(client, owner.username)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert 'value="Passkey"' in client.get(reverse("mfa_add_webauthn")).content.decode()
    make_passkey(owner)
    assert 'value="Passkey 2"' in client.get(reverse("mfa_add_webauthn")).content.decode()


def test_passkeys_are_listed_renamed_and_removed(client, owner):
    log_in(client, owner.username)
    passkey = make_passkey(owner, "Telephone")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "<strong>Telephone</strong>" in client.get(reverse("mfa_list_webauthn")).content.decode()
    renamed = client.post(reverse("mfa_edit_webauthn", args=[passkey.pk]), {"name": "Old telephone"}, follow=True)
    assert "<strong>Old telephone</strong>" in renamed.content.decode()
    assert "“Old telephone”" in client.get(reverse("mfa_remove_webauthn", args=[passkey.pk])).content.decode()
    removed = client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]), follow=True).content.decode()
    assert ("The passkey is removed." in removed, "You have none yet." in removed) == (True, True)


def test_a_passkey_is_offered_after_the_password_to_who_has_one(client, owner):
    TOTP.activate(owner, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert "Use a passkey" not in log_in(client, owner.username, follow=True).content.decode()
    make_passkey(owner)
    assert "Use a passkey" in log_in(client, owner.username, follow=True).content.decode()


def test_a_wrong_current_password_is_said_to_be_wrong(client, owner):
    log_in(client, owner.username)
    form = {"oldpassword": "a guess", "password1": "another long password", "password2": "another long password"}
    page = client.post(reverse("account_change_password"), form).content.decode()
    assert "This is not your current password." in page
    assert "a guess" not in page


def test_who_has_no_part_in_the_desk_is_led_out_of_it(client):
    User.objects.create_user("reader", password=PASSWORD)
    log_in(client, "reader")
    page = client.get("/admin/", follow=True).content.decode()
    assert f'<a href="{reverse("account_logout")}">Log out</a>' in page
    assert "Back to the desk" not in page


def test_logging_out_leads_back_to_logging_in(client, owner):
    User.objects.create_user("writer", password=PASSWORD, is_staff=True)
    for name in (owner.username, "writer"):
        log_in(client, name)
        response = client.post(reverse("admin:logout"), follow=True)
        assert response.redirect_chain[-1][0] == LOGIN
        assert "You are logged out." in response.content.decode()
        assert client.get("/admin/").status_code == 302


def test_sessions_are_listed_and_ended(client, owner):
    log_in(client, owner.username, headers={"User-Agent": "Laptop"})
    telephone = Client(headers={"User-Agent": "Telephone"})
    log_in(telephone, owner.username)
    page = client.get(reverse("account_sessions")).content.decode()
    assert "Laptop" in page
    assert "Telephone" in page
    session = UserSession.objects.get(user_agent="Telephone")
    client.post(reverse("account_end_session", args=[session.pk]))
    assert telephone.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert "session_ended" in kinds(owner.username)


def test_everywhere_else_is_logged_out_at_once(client, owner):
    others = [Client(), Client()]
    for each in (client, *others):
        log_in(each, owner.username)
    client.post(reverse("account_end_other_sessions"))
    assert [each.get("/admin/").status_code for each in (client, *others)] == [200, 302, 302]


def test_others_sessions_are_their_own_but_for_the_owner(client, owner):
    writer = User.objects.create_user("writer", password=PASSWORD, is_staff=True)
    log_in(client, owner.username)
    theirs = Client()
    log_in(theirs, "writer")
    session = UserSession.objects.get(user=owner)
    assert theirs.post(reverse("account_end_session", args=[session.pk])).status_code == 404
    session = UserSession.objects.get(user=writer)
    assert client.post(reverse("account_end_session", args=[session.pk])).status_code == 302
    assert theirs.get("/admin/").status_code == 302


def test_a_session_lasts_as_long_as_somebody_comes_back(client, owner, time_machine):
    time_machine.move_to("2026-03-01 12:00Z")
    log_in(client, owner.username)
    for day in ("2026-05-20", "2026-08-01", "2026-10-20"):
        time_machine.move_to(f"{day} 12:00Z")
        assert client.get("/admin/").status_code == 200
    assert UserSession.objects.get().last_seen_at.isoformat().startswith("2026-10-20")
    time_machine.move_to("2027-02-01 12:00Z")
    assert client.get("/admin/").status_code == 302


def test_within_an_hour_a_visit_writes_nothing(client, owner):
    log_in(client, owner.username)
    client.get("/admin/account/trail/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/account/trail/")
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_a_forgotten_password_without_mail_names_the_command(client):
    page = client.post(reverse("account_reset_password"), {"email": "a@example.org"}).content.decode()
    assert "manage.py reset_password NAME" in page


def test_a_forgotten_password_comes_by_mail(client, settings, owner):
    settings.SENDS_MAIL = True
    User.objects.filter(pk=owner.pk).update(email="owner@example.org")
    for address in ("nobody@example.org", "owner@example.org"):
        response = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        assert "Look into your mail" in response.content.decode()
    assert [each.to for each in mail.outbox] == [["owner@example.org"]]
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))[1]
    page = client.get(link, follow=True)
    response = client.post(
        page.redirect_chain[-1][0], {"password1": "another long password", "password2": "another long password"}
    )
    assert response.status_code == 302
    assert log_in(Client(), owner.username, "another long password").status_code == 302
    assert "password_changed" in kinds(owner.username)


def test_the_command_gives_a_new_password_and_ends_sessions(client, owner, capsys):
    log_in(client, owner.username)
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x"})
    call_command("reset_password", owner.username, "--drop-second-factor")
    printed = capsys.readouterr().out
    assert printed.startswith("Second factors removed: 1.\n")
    password = re.search(r"Password: (\S+)", printed)[1]
    assert client.get("/admin/").status_code == 302
    assert log_in(client, owner.username, password).url == "/admin/"


def test_the_command_gives_a_link_that_works_once(client, owner, capsys):
    call_command("reset_password", owner.username, "--link")
    link = re.search(r"http://127.0.0.1:8000(/\S+)", capsys.readouterr().out)[1]
    form = {"password1": "another long password", "password2": "another long password"}
    client.post(client.get(link, follow=True).redirect_chain[-1][0], form)
    assert log_in(Client(), owner.username, "another long password").url == "/admin/"
    assert "already been used" in Client().get(link).content.decode()


def test_the_command_names_who_is_there(owner):
    with pytest.raises(CommandError) as raised:
        call_command("reset_password", "nobody")
    assert str(raised.value) == f'reset_password: there is no account "nobody". There are: {owner.username}.'


def test_the_trail_is_for_owners(client, owner):
    log_in(client, owner.username)
    page = client.get(reverse("account_trail")).content.decode()
    assert f"<strong>{owner.username}</strong>: logged in" in page
    helper = Client()
    helper.force_login(User.objects.create_user("helper", is_staff=True))
    assert helper.get(reverse("account_trail")).status_code == 403
