"""The API does what its own description says, whatever it is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tripsite.wsgi import application

from ...factories import make_trip
from ..public.logs import build_log

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 15


@pytest.mark.django_db
def test_answers_are_as_described():
    build_log(2)
    make_trip(slug="東京").tags.add("日本")
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    schema.validate()
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 15
    for operation in operations:

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def hold(case: schemathesis.Case) -> None:
            case.validate_response(case.call(), checks=CHECKS)

        hold()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/api/trips/trip-0", "/api/people/person-0", "/api/people/person-0/appearances", "/api/talks/talk-0-0-0"),
        *("/api/events/event-0", "/api/places/place-0", "/api/search?q=a", "/api/trips?limit=0", "/api/trips/none"),
    ],
)
def test_what_there_is_is_as_described(client, address):
    build_log(1)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    path = "/".join("{slug}" if number == 3 else part for number, part in enumerate(address.split("?")[0].split("/")))
    operation = schema[path]["GET"]
    parameters = dict(part.split("=") for part in address.partition("?")[2].split("&") if part)
    slug = {"slug": address.split("/")[3]} if "{slug}" in path else {}
    case = operation.Case(path_parameters=slug, query=parameters)
    case.validate_response(case.call(), checks=CHECKS)
