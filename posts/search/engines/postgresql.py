"""Search with PostgreSQL's full text (https://www.postgresql.org/docs/current/textsearch.html).

A generated column of the table of entries holds the vector, a GIN index finds it. Words come folded, so the
configuration `simple` is enough and no extension is needed.
"""

from typing import Any

from django.db.models import QuerySet

from posts.models import SearchEntry
from posts.search.query import Query, Term

# Planning all gates at once takes longer than everything else, each time anew.
ASKS_GATES_APART = True
CREATE = (
    "ALTER TABLE posts_searchentry ADD COLUMN IF NOT EXISTS document tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('pg_catalog.simple', title_words), 'A') || "
    "setweight(to_tsvector('pg_catalog.simple', words), 'D')) STORED",
    "CREATE INDEX IF NOT EXISTS posts_searchindex ON posts_searchentry USING gin (document)",
)


def create(cursor: Any) -> None:
    cursor.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = 'posts_searchentry' AND column_name = 'document'"
    )
    if cursor.fetchone() is None:
        for statement in CREATE:
            cursor.execute(statement)


def matching(entries: QuerySet[SearchEntry], expression: str) -> QuerySet[Any]:
    return entries.extra(
        select={"rank": "-ts_rank('{0.1, 0.1, 0.1, 1.0}', document, to_tsquery('pg_catalog.simple', %s), 1)"},
        select_params=[expression],
        where=["document @@ to_tsquery('pg_catalog.simple', %s)"],
        params=[expression],
    )


def among(things: QuerySet[Any], keys: Any) -> QuerySet[Any]:
    """One array of keys, however many they are, so that the statement stays the same."""
    column = f'"{things.model._meta.db_table}"."id"'
    return things.extra(where=[f"{column} = ANY(%s)"], params=[keys])  # noqa: S610 (a table of our own)


def expression(query: Query) -> str:
    return " & ".join(_phrase(term) for term in query.terms)


def _phrase(term: Term) -> str:
    """Return a phrase, quoted: words hold neither quotes nor backslashes."""
    words = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.is_prefix else ''})"
