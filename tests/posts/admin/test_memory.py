import pytest
from django.urls import reverse

from tests.factories import make_day, make_encounter, make_event, make_helper, make_owner, make_person, make_talk

pytestmark = pytest.mark.django_db


def test_memory_of_a_person(client):
    client.force_login(make_owner())
    ada, bo = make_person("Ada"), make_person("Bo")
    make_encounter(make_day(), ada, private_note="likes tea", follow_up="send the book", introduced_by=bo)
    page = client.get(reverse("desk:memory", args=[ada.pk])).content.decode()
    for words in ("likes tea", "send the book", "introduced by Bo", "Last seen"):
        assert words in page


def test_known_at_an_event(client):
    client.force_login(make_owner())
    ada, event = make_person("Ada"), make_event()
    make_encounter(make_day(), ada)
    make_talk(None, (ada,), title="Engines", event=event)
    assert "Speaks: Engines" in client.get(reverse("desk:known-at-event", args=[event.pk])).content.decode()


@pytest.mark.parametrize("name", ["memory", "known-at-event"])
def test_memories_are_the_desks_alone(client, name):
    address = reverse(f"desk:{name}", args=[make_person().pk])
    assert client.get(address).status_code == 302
    client.force_login(make_helper())
    assert client.get(address).status_code == 403
