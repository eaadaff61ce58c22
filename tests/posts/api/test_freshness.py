import gzip

import pytest

from ...factories import make_day, make_encounter, make_person

pytestmark = pytest.mark.django_db


def test_unchanged_list_that_came_compressed_costs_one_query(client, django_assert_num_queries):
    day = make_day()
    for number in range(5):
        make_encounter(day, make_person(f"Person {number}", about="Words that repeat. " * 20))
    plain = client.get("/api/people")
    answer = client.get("/api/people", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content) == plain.content
    assert answer["ETag"] == f"W/{plain['ETag']}"
    kept = {"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]}
    with django_assert_num_queries(1):
        assert client.get("/api/people", headers=kept).status_code == 304


def test_change_makes_a_list_new(client):
    day = make_day()
    tag = client.get("/api/people")["ETag"]
    make_encounter(day, make_person("Ada"))
    answer = client.get("/api/people", headers={"If-None-Match": tag})
    assert (answer.status_code, [each["slug"] for each in answer.json()["items"]]) == (200, ["ada"])
