"""What there is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from posts.exchange.documents import description_of
from posts.exchange.schema import FORMAT, VERSION, Document
from posts.models import Log

from .answers import answer

LISTS = ("trips", "people", "talks", "events", "places", "tags", "categories", "search")

router = Router(tags=["index"])


class Index(Document):
    """The log, the version of its documents, and the addresses of its lists."""

    format: str = FORMAT
    version: int = VERSION
    title: str
    tagline: str
    author: str
    profiles: list[str]
    language: str
    links: dict[str, str]


@router.get("/", response=Index)
def index(request: HttpRequest) -> HttpResponse:
    """The log and what there is of it."""
    links = {name: reverse(f"api:{name}") for name in LISTS}
    links |= {"openapi": reverse("api:openapi-json"), "docs": reverse("api:openapi-view"), "export": reverse("export")}
    absolute = {name: request.build_absolute_uri(path) for name, path in links.items()}
    return answer(Index(**description_of(Log.current()), links=absolute))
