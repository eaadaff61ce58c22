"""What a queryset prefetches, fetched by statements that are made once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import F, Model, Prefetch, QuerySet
from taggit.managers import TaggableManager

Prepare = Callable[[Callable[[list[Any]], QuerySet[Any, Any]]], Callable[[set[Any]], list[Any]]]


class Branch:
    """One relation of a model that a queryset prefetches; `prepare` makes a statement of a queryset.

    A lookup names one relation; what lies behind that is prefetched by the lookup's own queryset.
    """

    def __init__(self, model: type[Model], lookup: str | Prefetch[Any, Any, Any], prepare: Prepare) -> None:
        self.name: str = lookup if isinstance(lookup, str) else lookup.prefetch_to
        self.field: Any = model._meta.get_field(self.name)
        asked = None if isinstance(lookup, str) else lookup.queryset
        queryset = self._rows() if asked is None else asked
        self.source = self._source()
        self.fetch = prepare(self._restricted(queryset))
        self.kept = self._rows()

    def fill(self, instances: Sequence[Any]) -> None:
        """Give each instance what belongs to it, as `prefetch_related` does."""
        if self.source == "":
            self._fill_one(instances)
        else:
            self._fill_many(instances)

    def _rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = self.field.related_model._default_manager.all()
        return rows

    def _source(self) -> str:
        """Return the way from what is fetched back to the model, "" if the model itself holds the key."""
        if isinstance(self.field, TaggableManager):
            return "items__content_object"
        if self.field.many_to_many:
            return str(self.field.related_query_name())
        return str(self.field.field.name) if self.field.one_to_many else ""

    def _restricted(self, queryset: QuerySet[Any, Any]) -> Callable[[list[Any]], QuerySet[Any, Any]]:
        if not self.source:
            return lambda keys: queryset.filter(pk__in=keys)
        if self.field.one_to_many:
            return lambda keys: queryset.filter(**{f"{self.source}__pk__in": keys})
        way = f"{self.source}__pk"
        ordered = queryset if queryset.ordered else queryset.order_by("items__pk")
        return lambda keys: ordered.filter(**{f"{way}__in": keys}).annotate(prefetched_for=F(way))

    def _fill_one(self, instances: Sequence[Any]) -> None:
        keys = {getattr(instance, self.field.attname) for instance in instances} - {None}
        rows = {row.pk: row for row in self.fetch(keys)} if keys else {}
        for instance in instances:
            key = getattr(instance, self.field.attname)
            if key is not None:
                self.field.set_cached_value(instance, rows.get(key))

    def _fill_many(self, instances: Sequence[Any]) -> None:
        by_key: dict[Any, list[Any]] = defaultdict(list)
        owners = {instance.pk: instance for instance in instances}
        back = self.field.field if self.field.one_to_many else None
        for row in self.fetch(set(owners)):
            key = getattr(row, back.attname) if back else row.prefetched_for
            by_key[key].append(row)
            if back and not back.is_cached(row):
                back.set_cached_value(row, owners[key])
        for instance in instances:
            self._keep(instance, by_key[instance.pk])

    def _keep(self, instance: Any, rows: list[Any]) -> None:
        # What is filtered further is a copy, so all may share one query, of which making takes longer than of the rest.
        fetched: Any = type(self.kept)(self.kept.model, self.kept.query)
        fetched._result_cache = rows
        fetched._prefetch_done = True
        if not hasattr(instance, "_prefetched_objects_cache"):
            instance._prefetched_objects_cache = {}
        instance._prefetched_objects_cache[self.name] = fetched


def branches_of(queryset: QuerySet[Any, Any], prepare: Prepare) -> list[Branch]:
    lookups: Iterable[Any] = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
    return [Branch(queryset.model, lookup, prepare) for lookup in lookups]
