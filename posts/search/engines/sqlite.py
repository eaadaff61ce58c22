"""Search with FTS5, SQLite's full-text index (https://www.sqlite.org/fts5.html).

The index keeps no text of its own: it follows the table of entries by triggers. Words come folded and parted by
spaces, which the tokenizer `ascii` takes apart just there.
"""

from typing import Any

from django.db.models import QuerySet

from posts.models import SearchEntry
from posts.search.query import Query, Term

# A statement that was made once is kept; matching twice would cost more than it saves.
ASKS_GATES_APART = False
CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS posts_searchindex USING fts5("
    "title_words, words, content='posts_searchentry', content_rowid='id', tokenize='ascii', prefix='2 3')",
    "CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON posts_searchentry BEGIN "
    "INSERT INTO posts_searchindex(rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON posts_searchentry BEGIN "
    "INSERT INTO posts_searchindex(posts_searchindex, rowid, title_words, words) "
    "VALUES ('delete', old.id, old.title_words, old.words); END",
    "CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON posts_searchentry BEGIN "
    "INSERT INTO posts_searchindex(posts_searchindex, rowid, title_words, words) "
    "VALUES ('delete', old.id, old.title_words, old.words); "
    "INSERT INTO posts_searchindex(rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END",
)
# Filled from the entries that are here already, when it is made for them.
FILL = "INSERT INTO posts_searchindex(posts_searchindex) VALUES ('rebuild')"


def create(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'posts_searchindex'")
    is_new = cursor.fetchone() is None
    for statement in CREATE:
        cursor.execute(statement)
    if is_new:
        cursor.execute(FILL)


def matching(entries: QuerySet[SearchEntry], expression: str) -> QuerySet[Any]:
    return entries.extra(
        select={"rank": "bm25(posts_searchindex, 10.0, 1.0)"},
        tables=["posts_searchindex"],
        where=["posts_searchindex MATCH %s", "posts_searchindex.rowid = posts_searchentry.id"],
        params=[expression],
    )


def among(things: QuerySet[Any], keys: Any) -> QuerySet[Any]:
    raise NotImplementedError("gates are asked where matches are found")


def expression(query: Query) -> str:
    return " AND ".join(_phrase(term) for term in query.terms)


def _phrase(term: Term) -> str:
    """Return a phrase, quoted: words hold neither quotes nor anything else that means something to FTS5."""
    return f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "")
