"""The API does what its own description says, whatever it is asked."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
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

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 10
# What is called without a server is not decompressed.
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(autouse=True)
def connection_stays_open():
    """A server closes its connection after each request, and a test's data with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


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
            case.validate_response(case.call(headers=PLAIN), checks=CHECKS)

        hold()


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
    case.validate_response(case.call(headers=PLAIN), checks=CHECKS)
