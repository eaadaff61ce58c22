"""The interface in another language: whole on every kind of page, its catalogue compiled, texts marked by language."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from people.models import Alias, Person, PersonalLink, PersonLink, Visibility
from posts.models import Log, RetiredSlug, Status
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tests.posts.public.pages import Page

LOCALE = Path(settings.LOCALE_PATHS[0])
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
# Words that no German text has, and that the log below does not use.
ENGLISH = set("the and of with from is are by not this that trip trips days people talks pictures page first".split())
SPOKEN = ("aria-label", "alt", "title", "data-label", "data-close", "data-previous", "data-next", "data-zoom-in")


def messages(compiled: Path) -> dict:
    with compiled.open("rb") as file:
        return dict(vars(gettext.GNUTranslations(file))["_catalog"])


def german() -> dict[str, str]:
    """Return the messages that stand by themselves, by their English words."""
    found = messages(LOCALE / "de" / "LC_MESSAGES" / "django.mo")
    return {source: told for source, told in found.items() if isinstance(source, str) and source and "%(" not in source}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_compiled_as_it_is_written(catalogue, tmp_path):
    if (msgfmt := shutil.which("msgfmt")) is None:
        pytest.skip("msgfmt is missing (on Debian: apt-get install gettext)")
    compiled = tmp_path / "django.mo"
    subprocess.run([msgfmt, "--check-format", "-o", compiled, catalogue], check=True)
    assert messages(catalogue.with_suffix(".mo")) == messages(compiled)


def test_catalogue_is_whole():
    """What gettext guessed and nobody has read is left out of the compiled file, like what is untranslated."""
    written = (LOCALE / "de" / "LC_MESSAGES" / "django.po").read_text().rstrip().split("\n\n")
    unfinished = re.compile(r'^#,.* fuzzy|^msgstr(\[\d\])? ""$', re.MULTILINE)
    assert [message for message in written[1:] if unfinished.search(message)] == []


@pytest.fixture
def log(settings):
    """A log in words of no language, read in German; its trip is told in Finnish."""
    settings.LANGUAGE_CODE = "de"
    Log(title="Xyla", author="Olva", language="fi").save()
    trip = make_trip(title="Kuljo", slug="kuljo", summary="Zorba.", language="fi")
    trip.tags.add("Brix")
    trip.categories.add("Quon")
    hall = make_place("Zoff", kind="venue", city="Oulu", country="Suomi", latitude=65.0, longitude=25.5, about="Zop.")
    event = make_event(trip, name="Wexo 3", slug="wexo-3", series=make_series(name="Wexo"), venue=hall)
    make_event(trip, name="Wexo 2", slug="wexo-2", series=event.series)
    make_day(trip, kind="prologue", date=None, body="Zim.")
    day = make_day(trip, title="Lumo", body="[Ada](person:ada), [Hid](person:hid), [Zoff](place:zoff). ![](figure:vok)")
    make_day(trip, date=None, kind="epilogue", body="Zum.")
    ada = make_person("Ada", affiliation="Vraq")
    Alias.objects.create(person=ada, name="Ado")
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    hidden = make_person("Hid", visibility=Visibility.HIDDEN)
    roles = ["travelled_with", "met", "speaker", "seen", "mentioned"]
    for person, role in zip([make_person(f"P{role}") for role in roles], roles, strict=True):
        make_encounter(day, person, role=role)
    make_encounter(day, ada, place=hall)
    talk = make_talk(
        day, (ada, hidden), slug="yolt", title="Yolt", event=event, notes="Zem.", abstract="Zam.", track="K"
    )
    talk.links.create(url="https://video.example/", kind="video")
    make_talk(day, title="Yult", slug="yult", attendance="missed")
    trip.cover = make_figure(trip, name="vok", day=day, title="Vok")
    trip.cover.people.add(ada)
    trip.save()
    make_figure(trip, title="", day=day, alt="Vuk", name="vuk")
    make_trip(title="Later", slug="neko", starts_on=trip.starts_on.replace(year=2025), language="de")
    make_trip(slug="gone", status=Status.WITHDRAWN)
    RetiredSlug.objects.create(kind="trip", slug="old", target=trip.uuid)
    return trip


PAGES = {
    "/": ["Zum Inhalt springen", "Reisen", "14.–18. März 2024", "geschrieben von Olva", "Alle Reisen nach Jahren"],
    "/?page=9": [],
    "/trips/kuljo/": ["Donnerstag, 14. März", "Prolog", "Epilog", "1 Tag", "2 Vorträge", "Wer dabei war", "Mitgereist"],
    "/trips/kuljo/2024-03-14/": ["14. März 2024", "Die ganze Reise", "Zum ersten Mal getroffen", "verpasst"],
    "/trips/kuljo/figures/vuk/": ["Bild 2 von 2", "Wo es in der Geschichte steht"],
    "/people/": ["Getroffen, gehört und mitgereist.", "zuletzt getroffen: Kuljo"],
    "/people/ada/": ["Zum ersten Mal getroffen am 14. März 2024 (Zoff)", "Gesehen an 1 Tag, auf 1 Reise.", "Website"],
    "/talks/": ["Gehört, gehalten und verpasst", "Vorträge filtern"],
    "/talks/?event=": ["Alle Veranstaltungen", "Filtern"],
    "/talks/?year=1999": ["Kein Vortrag ist all das zugleich."],
    "/talks/yolt/": ["Meine Notizen", "Aus dem Programm", "Aufzeichnung"],
    "/events/": ["Veranstaltungen", "Ohne Datum"],
    "/events/wexo-3/": ["Nachzulesen in", "Wexo in anderen Jahren"],
    "/places/": ["Säle, Tische, Betten und Bahnsteige.", "Veranstaltungsort"],
    "/places/zoff/": ["Veranstaltungen an diesem Ort", "Hier getroffen", "Im Logbuch", "weiterlesen"],
    "/map/": ["Wohin die Reisen führten: zuerst die Städte der letzten."],
    "/tags/brix/": ["Schlagwort", "1 Reise"],
    "/categories/quon/": ["Kategorie"],
    "/archive/": ["Archiv", "6 Personen", "14.–18. März 2024"],
    "/search/": ["Alle Wörter müssen vorkommen"],
    "/search/?q=kuljo": ["1 Treffer", "Alles", "Alle Jahre"],
    "/search/?q=kuljoo": ["Gemeint war vielleicht kuljo"],
    "/trips/nirgends/": ["Unter dieser Adresse gibt es keine Seite."],
    "/trips/kuljoo/": ["War eine von diesen gemeint?"],
    "/trips/gone/": ["Was hier erzählt wurde, ist zurückgezogen."],
}


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_page_speaks_german(client, log, url):
    page = page_at(client, url)
    assert [words for words in PAGES[url] if words not in page.words] == []
    assert english_in(page) == []


@pytest.mark.django_db
def test_somebody_hidden_is_somebody(client, log):
    assert "Ada, jemand, Zoff." in Page(client.get("/trips/kuljo/").content.decode()).words


@pytest.mark.django_db
def test_page_of_somebody_alone_speaks_german(client, log):
    link = PersonalLink.objects.create(person=Person.objects.get(slug="ada"))
    page = page_at(client, link.get_absolute_url())
    assert ("Du in diesem Logbuch" in page.words, english_in(page)) == (True, [])
    refused = Page(client.post(link.get_absolute_url(), {"kind": "name"}).content.decode())
    assert ("Bitte schreiben, wie es lauten soll." in refused.words, english_in(refused)) == (True, [])
    link.revoke()
    assert english_in(page_at(client, link.get_absolute_url())) == []


def test_server_error_speaks_german(settings):
    settings.LANGUAGE_CODE = "de"
    page = Page(render_to_string("500.html"))
    assert ("Bei uns ist etwas kaputtgegangen." in page.words, page.tags[0]) == (True, ("html", {"lang": "de"}))
    assert english_in(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "of_the_page", "of_the_interface"),
    [
        ("/", "fi", "de"),
        ("/trips/kuljo/", "fi", "de"),
        ("/trips/neko/", "de", None),
        ("/people/ada/", "de", None),
        ("/search/?q=kuljo", "de", None),
        ("/nirgends/", "de", None),
        ("/trips/gone/", "de", None),
    ],
)
def test_page_says_in_which_language_it_is(client, log, url, of_the_page, of_the_interface):
    """The page's own language is its text's; where the interface around it has another, the body says so."""
    page = Page(client.get(url).content.decode())
    languages = {tag: attributes.get("lang") for tag, attributes in page.tags if tag in ("html", "body")}
    assert languages == {"html": of_the_page, "body": of_the_interface}


@pytest.mark.django_db
def test_text_of_a_trip_is_marked_as_its_language(client, log):
    page = Page(client.get("/trips/kuljo/").content.decode())
    prose = [each["lang"] for tag, each in page.tags if "e-content" in str(each.get("class")) or tag == "h1"]
    assert prose == ["fi"] * 4


@pytest.mark.django_db
def test_way_to_a_page_is_told_in_german(client, log):
    assert '"name": "Reisen"' in client.get("/people/ada/").content.decode()


def page_at(client, url: str) -> Page:
    """Return a page without what is there for programs."""
    return Page(re.sub("<script.*?</script>", "", client.get(url).content.decode(), flags=re.DOTALL))


def english_in(page: Page) -> list[str]:
    """Return English words of ours that a page shows or speaks."""
    spoken = [attributes[name] or "" for _, attributes in page.tags for name in SPOKEN if name in attributes]
    told = " | ".join([page.words, *spoken])
    catalogue = german()
    meanings = " | ".join(catalogue.values())
    sources = [source for source in catalogue if source not in meanings]
    found = [source for source in sources if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", told)]
    return found + sorted(ENGLISH & set(re.findall(r"\w+", told.lower())))
