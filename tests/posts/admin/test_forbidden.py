"""What a contributor is told about what is somebody else's: scripts in JSON, people on a page."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_day, make_figure
from tripsite.accounts.roles import Role, give

pytestmark = pytest.mark.django_db
WORDS = "Contributors work on the days they began themselves."


@pytest.fixture
def contributor() -> Client:
    user = User.objects.create_user("contributor")
    give(user, Role.CONTRIBUTOR)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Accept": "application/json"}},
        {"headers": {"Accept": "text/html;q=0.5, application/json"}},
        {"content_type": "application/json", "data": "{}"},
        {"headers": {"Tus-Resumable": "1.0.0"}},
    ],
    ids=str,
)
def test_scripts_are_told_in_json(contributor, asked):
    day = make_day()
    figure = make_figure(day.trip, day=day)
    answer = contributor.post(f"/admin/desk/figures/{figure.pk}/", **asked)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    told = answer.json()
    assert (told["status"], told["detail"], told["error"]) == (403, WORDS, WORDS)


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""])
def test_people_are_told_on_a_page(contributor, accept):
    answer = contributor.get(f"/admin/posts/day/{make_day().pk}/change/", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")


def test_nothing_of_the_desk_is_told_elsewhere(client):
    answer = client.get("/admin/desk/completions/", headers={"Accept": "application/json"})
    assert answer.status_code == 302
