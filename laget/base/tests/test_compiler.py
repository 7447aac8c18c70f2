"""The SQL is Django's own, word for word, for every model that there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.postgresql import compiler as djangos
from django.db.models import Count, F, Model, QuerySet, Value
from django.db.models.sql import Query

from laget.base.actors.models import County
from laget.base.database.compiler import SQLCompiler


def queries(model: type[Model]) -> Iterator[QuerySet[Any]]:
    """As they come: with what they lead to and sorted by it, some fields alone, within another, or two as one."""
    every: QuerySet[Any] = model._default_manager.all()
    fields = model._meta.concrete_fields
    lead_on = [field.name for field in fields if field.many_to_one or field.one_to_one]
    names = [field.name for field in fields]
    parts = [str(each.get_accessor_name()) for each in model._meta.related_objects if each.one_to_one]
    yield every
    yield every.order_by(*names)
    yield every.order_by(F(names[-1]).desc(nulls_last=True), "pk")
    yield every.filter(pk__in=every.order_by("-pk").values("pk")).only(names[-1])
    yield every.annotate(one=Value(1), own=F(names[-1])).order_by("own", "pk").distinct()
    yield every.values_list(*names).union(every.values_list(*names)).order_by(names[0])
    yield every.values(names[-1]).annotate(found=Count("pk")).order_by("found")
    if parts:
        yield every.select_related(*parts).order_by(*parts)
    if lead_on:
        yield every.select_related(*lead_on).order_by(*(f"{name}__pk" for name in lead_on))
        yield every.select_related().order_by("?")  # and with what these lead to, as far as there must be something
        yield every.exclude(**{f"{lead_on[0]}__pk": None}).select_for_update(of=("self",)).order_by(lead_on[0])


def told(query: Query) -> object:
    """All that comes of it: the SQL, which columns are read in ways of their own, and into what."""
    compiler: Any = query.clone().get_compiler(connection=connection)
    sql = compiler.as_sql()
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
        ours = told(queryset.query)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection.ops, "_cache", djangos)  # where the compiler of each query in a query comes from
            assert ours == told(queryset.query)


def test_it_is_ours_that_is_used(db: None) -> None:
    assert isinstance(County.objects.all().query.get_compiler(connection=connection), SQLCompiler)
