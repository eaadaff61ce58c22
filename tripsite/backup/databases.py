"""Where databases differ: looking at one moment while others write, holding writers off, and numbering on."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from .rows import numbered


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, while others go on writing.

    SQLite's write-ahead log and PostgreSQL's REPEATABLE READ both give a transaction the state of its first look.
    A transaction that is under way already is taken as it is.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    sqlite: Any = connection
    usual = sqlite.transaction_mode
    # The usual one takes the writers' lock at once.
    sqlite.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            yield
    finally:
        sqlite.transaction_mode = usual


def hold_writers(models: Iterable[type[Model]]) -> None:
    """Make others wait with writing until this transaction ends; reading goes on.

    On SQLite every transaction of this program that may write does so from its beginning.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(map(_table, models))} IN EXCLUSIVE MODE")


def empty(models: Iterable[type[Model]]) -> None:
    """Delete all rows. Foreign keys are checked when the transaction ends, so the order does not matter."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {_table(model)}")  # noqa: S608 - a table of ours


def sequences(models: Iterable[type[Model]]) -> dict[str, int]:
    """Return the highest key ever given out, by model, where there was one.

    What was deleted last may come back under its key, so no other row may be given that.
    """
    found = {}
    with connection.cursor() as cursor:
        for model in filter(numbered, models):
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT last_value FROM pg_sequences WHERE format('%%I.%%I', schemaname, sequencename)::regclass"
                    " = pg_get_serial_sequence(%s, %s)::regclass",
                    [_table(model), model._meta.pk.column],
                )
            else:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            row = cursor.fetchone()
            if row and row[0]:
                found[model._meta.label_lower] = int(row[0])
    return found


def number_on(models: Iterable[type[Model]], given_out: Mapping[str, int]) -> None:
    """Have keys go on after the highest that was ever given out, here or there.

    They only ever rise: PostgreSQL does not take a sequence back when the transaction is rolled back, and a log that
    stays as it was would otherwise be given keys it has already.
    """
    with connection.cursor() as cursor:
        for model in filter(numbered, models):
            table, column = _table(model), connection.ops.quote_name(str(model._meta.pk.column))
            cursor.execute(f"SELECT COALESCE(MAX({column}), 0) FROM {table}")  # noqa: S608 - a table of ours
            highest = max(cursor.fetchone()[0], given_out.get(model._meta.label_lower, 0))
            if not highest:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(sequence, GREATEST(%s, nextval(sequence) - 1)) "
                    "FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence) AS named",
                    [highest, table, model._meta.pk.column],
                )
            else:
                name = model._meta.db_table
                cursor.execute("UPDATE sqlite_sequence SET seq = MAX(seq, %s) WHERE name = %s", [highest, name])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s "
                    "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                    [name, highest, name],
                )


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
