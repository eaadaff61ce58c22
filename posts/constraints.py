"""Constraints over two tables, as triggers: a dated day lies inside its trip, a figure's day is in its trip.

Triggers are dropped before migrating and made again after it, because SQLite rebuilds a table to alter it:
a trigger would be lost with the old table, or stop the rebuilding where it names one.
"""

from typing import Any

from django.db import connections

OUTSIDE = "the day is outside its trip"
ELSEWHERE = "the figure and its day belong to different trips"

# Name, table, and the condition that must never hold for the new row.
RULES = (
    (
        "day_inside_trip",
        "posts_day",
        "EXISTS (SELECT 1 FROM posts_trip t WHERE t.id = NEW.trip_id"
        " AND NEW.date NOT BETWEEN t.starts_on AND t.ends_on)",
        OUTSIDE,
    ),
    (
        "trip_holds_days",
        "posts_trip",
        "EXISTS (SELECT 1 FROM posts_day d WHERE d.trip_id = NEW.id"
        " AND d.date NOT BETWEEN NEW.starts_on AND NEW.ends_on)",
        OUTSIDE,
    ),
    (
        "figure_day_in_trip",
        "posts_figure",
        "EXISTS (SELECT 1 FROM posts_day d WHERE d.id = NEW.day_id AND d.trip_id <> NEW.trip_id)",
        ELSEWHERE,
    ),
)


def drop(using: str, **kwargs: Any) -> None:
    """Drop the triggers that stand (before migrating)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, _, _ in RULES:
            if table not in tables:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            else:
                for moment in ("insert", "update"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{moment}")


def create(using: str, **kwargs: Any) -> None:
    """Create the triggers (after migrating)."""
    connection = connections[using]
    if not {table for _, table, _, _ in RULES} <= set(connection.introspection.table_names()):
        return
    drop(using)
    with connection.cursor() as cursor:
        for rule in RULES:
            for statement in _postgresql(*rule) if connection.vendor == "postgresql" else _sqlite(*rule):
                cursor.execute(statement)


def _postgresql(name: str, table: str, broken: str, message: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {broken} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _sqlite(name: str, table: str, broken: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name}_{moment} BEFORE {moment.upper()} ON {table} WHEN {broken} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for moment in ("insert", "update")
    ]
