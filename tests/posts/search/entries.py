"""Looking into the index as tests want it."""

from posts.models import SearchEntry, SearchSource
from posts.search.find import find
from posts.search.query import parse


def everything():
    """Return the whole index but for primary keys, to compare."""
    entries = {
        (entry.kind, entry.key): (entry.year, entry.title, entry.text, entry.title_words, entry.words)
        for entry in SearchEntry.objects.all()
    }
    sources = SearchSource.objects.values_list("entry__kind", "entry__key", "kind", "key", "shown")
    return entries, sorted(sources)


def text_of(thing):
    """Return what is indexed of a thing beside its title."""
    return SearchEntry.objects.get(kind=thing._meta.model_name, key=thing.pk).text


def found(typed, **filters):
    """Return kind and title of all that the public finds, the best first."""
    hits = find(parse(typed), **filters).hits
    entries = SearchEntry.objects.in_bulk([hit.entry for hit in hits])
    return [(hit.kind, entries[hit.entry].title) for hit in hits]
