"""The SQL is Django's own, word for word, for every model that there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.compiler import SQLCompiler as PostgresCompiler
from django.db.models import Count, F, Model, QuerySet, Value

from laget.base.database.compiler import SQLCompiler


def queries(model: type[Model]) -> Iterator[QuerySet[Any]]:
    """As they come: with what they lead to and sorted by it, some fields alone, more than there is, none, or two."""
    every: QuerySet[Any] = model._default_manager.all()
    fields = model._meta.concrete_fields
    lead_on = [field.name for field in fields if field.many_to_one or field.one_to_one]
    names = [field.name for field in fields]
    yield every
    yield every.order_by(*names)
    yield every.order_by(F(names[-1]).desc(nulls_last=True), "pk")
    yield every.filter(pk__in=every.order_by("-pk").values("pk")).only(names[-1])
    yield every.annotate(one=Value(1), own=F(names[-1])).order_by("own", "pk").distinct()
    yield every.values_list(*names).union(every.values_list(*names)).order_by(names[0])
    yield every.values(names[-1]).annotate(found=Count("pk")).order_by("found")
    yield every.none()
    if lead_on:
        yield every.select_related(*lead_on).order_by(*(f"{name}__pk" for name in lead_on))
        yield every.select_related(*lead_on).order_by("?")
        yield every.exclude(**{f"{lead_on[0]}__pk": None}).select_for_update(of=("self",)).order_by(lead_on[0])


def told(compiler: Any) -> object:
    """All that comes of it: the SQL, how what comes back is read, and into what."""
    try:
        sql = compiler.as_sql()
    except EmptyResultSet:
        return "nothing"
    read = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return sql, {place: column for place, (_by, column) in read.items()}, _made_of(compiler.klass_info)


def _made_of(klass_info: Any) -> object:
    if not klass_info:
        return None
    related = [_made_of(each) for each in klass_info.get("related_klass_infos", ())]
    return klass_info["model"], klass_info["select_fields"], related


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_a_query_says_what_it_says_by_djangos_own_compiler(model: type[Model], db: None) -> None:
    for queryset in queries(model):
        ours, theirs = queryset.query.clone(), queryset.query.clone()
        compiler = ours.get_compiler(connection=connection)
        assert type(compiler) is SQLCompiler
        assert told(compiler) == told(PostgresCompiler(theirs, connection, None))
