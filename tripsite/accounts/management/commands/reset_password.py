from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tripsite.accounts.passwords import drop_second_factors, link_to_new, set_generated


class Command(BaseCommand):
    help = (
        "Give somebody who lost their password a new one, printed once, which ends all their sessions; "
        "or, with --link, print an address at which they set one themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the account's username")
        parser.add_argument("--link", action="store_true", help="print a link that works once, within three days")
        parser.add_argument(
            "--drop-second-factor",
            action="store_true",
            help="also remove passkeys, authenticator app and recovery codes, when they are lost",
        )

    def handle(self, *, name: str, link: bool, drop_second_factor: bool, **options: Any) -> None:
        try:
            self.reset(self.account(name), link, drop_second_factor)
        except DatabaseError as error:
            raise CommandError(f"reset_password: the database cannot be used: {error}") from error

    def account(self, name: str) -> User:
        user = User.objects.filter(username=name).first()
        if user is None:
            names = ", ".join(User.objects.order_by("username").values_list("username", flat=True)[:20])
            raise CommandError(f'reset_password: there is no account "{name}". There are: {names or "none"}.')
        if not user.is_active:
            raise CommandError(f'reset_password: "{name}" is not active. An owner makes it active again on the desk.')
        return user

    def reset(self, user: User, link: bool, drop_second_factor: bool) -> None:
        if drop_second_factor:
            self.stdout.write(f"Second factors removed: {drop_second_factors(user)}.")
        if link:
            base = settings.SITE_URL or "http://127.0.0.1:8000"
            self.stdout.write(f"Works once, within three days: {base}{link_to_new(user)}")
        else:
            self.stdout.write(f"Account:  {user.username}\nPassword: {set_generated(user)}   (shown only now)")
