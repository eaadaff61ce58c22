"""The API as an OpenAPI document, with what Ninja cannot know: how moved, missing and misunderstood are answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from . import events, index, people, places, search, talks, terms, trips
from .problems import MEDIA_TYPE, Gone, Problem, missing, unprocessable, withdrawn

ABOUT = (
    "Everything public of a trip logbook, for reading. Lists come in pages: follow `next` until it is null. "
    "Things refer to each other by UUID, texts by slug. Answers carry an ETag."
)


class LogAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **arguments: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**arguments)
        problem = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
        document["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        for path, methods in document["paths"].items():
            responses = methods["get"]["responses"]
            if any(parameter["in"] == "query" for parameter in methods["get"]["parameters"]):
                responses[422] = _problem("A parameter cannot be understood.")
            if "{slug}" in path:
                responses[301] = {"description": "It has another slug now."}
                responses[404] = _problem("There is nothing of this slug.")
            if path.endswith("/trips/{slug}"):
                responses[410] = _problem("The trip was withdrawn.")
        return document


def _problem(description: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
    return {"description": description, "content": content}


class Viewer(DocsBase):
    """Swagger's page of the API, from our template, whose scripts pass the site's policy."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **parameters: Any) -> HttpResponse:
        settings = {"layout": "BaseLayout", "deepLinking": True, "url": self.get_openapi_url(api, parameters)}
        return render(request, "posts/api.html", {"title": api.title, "settings": settings})


api = LogAPI(title="Trip logbook", version="1", description=ABOUT, docs=Viewer(), urls_namespace="api")
for resource in (index, trips, people, talks, events, places, terms, search):
    api.add_router("", resource.router)
api.add_exception_handler(Http404, missing)
api.add_exception_handler(Gone, withdrawn)
api.add_exception_handler(ValidationError, unprocessable)
