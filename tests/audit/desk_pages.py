"""Every page of the desk, found in a log by asking it: what its admin registers, and what `posts.admin.urls` names."""

import json
import time
from collections.abc import Iterator
from secrets import token_urlsafe

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, reverse

from people.models import Person, PersonalLink, Union, Wish
from posts.admin.urls import urlpatterns
from posts.care.unions import merge
from posts.deletions import delete
from posts.exchange.review import bring
from posts.models import Capture, Day, Deletion, Event, Figure, ImportReview, Place, PreviewLink, Trip
from tests.passkeys import make_passkey
from tripsite.sample_log import SAMPLE

OURS = ("posts", "people", "media")
# What a parameter stands for, by the address before it. A row's newest is taken.
SUBJECTS = {
    "publish/": Day,
    "previews/new/": Day,
    "previews/": PreviewLink,
    "deletions/": Deletion,
    "captures/": Capture,
    "trips/": Trip,
    "days/": Day,
    "events/": Event,
    "people/": Person,
    "people/links/": PersonalLink,
    "people/unions/": Union,
    "wishes/": Wish,
    "figures/": Figure,
    "import/": ImportReview,
}
# Called by scripts, and answered in JSON or with a picture.
NO_PAGES = ("upload", "photo")
# Of accounts, but those that the public audit has: allauth's names, and our own.
ACCOUNT = ("account_change_password", "account_logout", "account_reauthenticate", "account_sessions", "account_trail")
FACTORS = (
    *("mfa_index", "mfa_deactivate_totp", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
)
OF_A_PASSKEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")
A_DAY_SECONDS = 60 * 60 * 24
QUESTIONS = {"merge": "?kept={}&merged={}", "names": "?chosen"}


def make() -> None:
    """Make one of each thing that the desk shows and the sample has not got."""
    trip, person = Trip.objects.earliest("pk"), Person.objects.earliest("pk")
    Capture.objects.create(text="Tony, from AVEVA").photos.set([Figure.objects.earliest("pk").photo_id])
    PreviewLink.objects.create(trip=trip, day=trip.days.first(), label="Ada")
    PersonalLink.objects.create(person=person)
    Wish.objects.create(person=person, kind=Wish.Kind.OTHER, text="Please leave out the karaoke.")
    twins = [Person.objects.create(name="Robin Twin", slug=f"robin-twin-{number}") for number in range(4)]
    merge(twins[0], twins[1])
    delete([Place.objects.create(name="Closed bar", slug="closed-bar")], None)
    post = next((SAMPLE / "content").rglob("index.md")).read_bytes()
    bring("index.md", ContentFile(post), auditor())
    make_factors(auditor())


def make_factors(user: User) -> None:
    """Give an account one of each second factor."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    make_passkey(user)


def auditor() -> User:
    """Return somebody who may do everything."""
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
        "auditor", password=token_urlsafe()
    )


def session() -> str:
    """Return the cookie of them, logged in."""
    client = Client()
    client.force_login(auditor())
    # Nobody is asked once more whether it is them, for longer than an audit takes.
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, auditor(), "password", reauthenticated=True, at=time.time() + A_DAY_SECONDS)
    request.session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def pages() -> dict[str, str]:
    """Return the address of each page by its name: what answers a GET with a page of HTML."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session()
    named = [*_of_models(), *_of_the_desk(), *_of_the_account()]
    return {name: path for name, path in named if _is_page(client, path)}


def tell() -> None:
    """Print what another process needs to look at them."""
    make()
    print(json.dumps({"session": session(), "pages": pages()}))


def _of_models() -> Iterator[tuple[str, str]]:
    yield "desk", reverse("admin:index")
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if model._meta.app_label not in OURS:
            continue
        yield f"list: {name}", reverse(f"admin:{name}_changelist")
        yield f"new: {name}", reverse(f"admin:{name}_add")
        if row := model._default_manager.order_by("pk").first():
            yield f"change: {name}", reverse(f"admin:{name}_change", args=[row.pk])
    day = Day.objects.earliest("pk")
    yield "history", reverse("admin:posts_day_history", args=[day.pk])
    yield "delete", reverse("admin:posts_day_delete", args=[day.pk])


def _of_the_desk() -> Iterator[tuple[str, str]]:
    people = [person.pk for person in Person.objects.order_by("-pk")[:2]]
    for pattern in urlpatterns:
        if pattern.name in NO_PAGES:
            continue
        path = reverse(f"desk:{pattern.name}", kwargs=_subject(pattern))
        yield f"desk: {pattern.name}", path
        if question := QUESTIONS.get(pattern.name or ""):
            yield f"desk: {pattern.name}, asked", path + question.format(*people)


def _of_the_account() -> Iterator[tuple[str, str]]:
    for name in (*ACCOUNT, *FACTORS):
        yield f"account: {name}", reverse(name)
    passkey = Authenticator.objects.filter(user=auditor(), type=Authenticator.Type.WEBAUTHN).earliest("pk")
    for name in OF_A_PASSKEY:
        yield f"account: {name}", reverse(name, args=[passkey.pk])


def _subject(pattern: URLPattern) -> dict[str, object]:
    parameters = list(pattern.pattern.converters)
    if not parameters:
        return {}
    before = str(pattern.pattern).split("<")[0]
    if before not in SUBJECTS:
        raise LookupError(f"Say in tests/audit/desk_pages.py what “{pattern.pattern}” is about, or that it is no page.")
    model = SUBJECTS[before]
    row = model._default_manager.order_by("pk").last()
    told = {"kind": model._meta.model_name, "uuid": getattr(row, "uuid", None)}
    return {name: told.get(name, row.pk) for name in parameters}


def _is_page(client: Client, path: str) -> bool:
    response = client.get(path)
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and b"</html>" in response.content
