"""Queries that Django takes apart once, and that are then only run, with other values each time.

Turning a query into SQL takes Django many times as long as PostgreSQL takes to answer it, and for the
few that every page or every act asks the SQL never changes. It is written as any other query is, with
slots where the values go, and does what the query itself would have done.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast, overload

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

from laget.base.database.base import DatabaseWrapper

MANY = 50  # rows of an answer that is not to be held on to
M = TypeVar("M", bound=Model)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Named:
    """A value that is not known yet, in the place of a parameter of the SQL."""

    name: str


def ask(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> CursorWrapper:
    """Run SQL that is the same each time, by the cursor kept for it. Read the answer before it is asked again."""
    database = cast("DatabaseWrapper", connection)
    cursor = database.kept_cursor(sql)
    cursor.execute(sql, values)
    if cursor.rowcount > MANY:
        database.keep_no_longer(sql)
    return cursor


class Slot(Expression):
    """Where a value goes, in the place of a value of a filter: `filter(pk=Slot("pk"))`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.named = Named(name)

    def as_sql(self, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self.named]


def among(column: str, slot: Slot) -> Func:
    """That a column holds one of the values of a list that is not known yet."""
    return Func(F(column), slot, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class _Plan(Generic[Row]):
    """What is kept of a query: its SQL, and how a row that comes back is read."""

    sql: str
    fixed: Mapping[str, Any]  # the values that are the same each time
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]
    read: Callable[[Sequence[Any]], Row]


class Prepared(Generic[Row]):
    """What a query finds. `build` gives it: of models, with what they `select_related`, or of `values_list`.

    `around` is SQL that it stands within, with slots of its own.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]], around: str = "{}") -> None:
        self.build, self.around = build, around

    def __call__(self, **values: Any) -> list[Row]:
        """Run it with a value for each of its slots."""
        plan = self._plan
        rows = ask(plan.sql, {**plan.fixed, **values}).fetchall()
        return [plan.read(_converted(row, plan) if plan.converters else row) for row in rows]

    @cached_property
    def _plan(self) -> _Plan[Row]:
        queryset = self.build()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, fixed = _by_names(*compiler.as_sql())
        converters = compiler.get_converters([column[0] for column in compiler.select])
        kept = tuple((position, found, column) for position, (found, column) in converters.items())
        read = _of_models(compiler) if queryset.query.default_cols else _as_it_is
        return _Plan(self.around.format(sql), fixed, kept, read)


class PreparedPages(Generic[Row]):
    """What a query finds, for a list that is shown a page at a time."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self.rows = Prepared(build, around="{} LIMIT %(limit)s OFFSET %(offset)s")
        self.total: Prepared[tuple[int]] = Prepared(
            lambda: build().order_by().values_list("pk"),
            around="SELECT count(*) FROM ({}) AS found",
        )

    def __call__(self, **values: Any) -> "Pages[Row]":
        return Pages(self, values)


@dataclass(frozen=True, slots=True)
class Pages(Sequence[Row]):
    """All of it, of which no more is fetched than the part that is asked for."""

    prepared: PreparedPages[Row]
    values: Mapping[str, Any]

    def __len__(self) -> int:
        ((found,),) = self.prepared.total(**self.values)
        return found

    @overload
    def __getitem__(self, part: int) -> Row: ...
    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...
    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, int):
            return self[:][part]
        first, end, step = part.indices(sys.maxsize)
        if step != 1 or end < first or min(part.start or 0, part.stop or 0) < 0:
            raise ValueError("Only a run of rows, counted from the first.")
        return self.prepared.rows(**self.values, offset=first, limit=end - first)

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])


class PreparedUpdate:
    """New values for some fields of what a query finds. `build` gives the query, of one table."""

    def __init__(self, build: Callable[[], QuerySet[Any]], *fields: str) -> None:
        self.build, self.fields = build, fields

    def __call__(self, **values: Any) -> int:
        """Run it with a value for each field and each slot. Gives the number of rows that were changed."""
        sql, fixed, fields = self._plan
        for name, field in fields.items():
            values[name] = field.get_db_prep_save(values[name], connection)
        return int(ask(sql, {**fixed, **values}).rowcount)

    @cached_property
    def _plan(self) -> tuple[str, Mapping[str, Any], dict[str, "Field[Any, Any]"]]:
        query: Any = self.build().query.chain(UpdateQuery)
        query.add_update_values({name: Slot(name) for name in self.fields})
        sql, fixed = _by_names(*query.get_compiler(connection=connection).as_sql())
        return sql, fixed, {name: query.get_meta().get_field(name) for name in self.fields}


class PreparedInsert(Generic[M]):
    """A new row of a model whose key the database draws.

    `worked_out` is SQL for fields whose value the database finds. It may use the values of the others by the
    names of their columns: `%(document_id)s`. `along` is what always happens with it, in the same statement: SQL that
    may use them too, and read what the database found of the row from `new`.
    """

    def __init__(self, model: type[M], along: str = "", **worked_out: str) -> None:
        meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 -- Django documents it
        fields = [field for field in meta.concrete_fields if not field.primary_key]
        self.fields = [field for field in fields if field.name not in worked_out]
        self.found = [meta.pk.attname, *worked_out]
        columns = ", ".join(quote(str(field.column)) for field in fields)
        values = ", ".join(
            f"({worked_out[field.name]})" if field.name in worked_out else f"%({field.column})s" for field in fields
        )
        returned = ", ".join(quote(name) for name in self.found)
        self.sql = f"INSERT INTO {meta.db_table} ({columns}) VALUES ({values}) RETURNING {returned}"  # noqa: S608 -- ours alone
        if along:
            self.sql = f"WITH new AS ({self.sql}), along AS ({along}) SELECT {returned} FROM new"  # noqa: S608 -- the same

    def __call__(self, new: M, **others: Any) -> M:
        """`others` are values that what happens along with it needs, as the database takes them."""
        values = {
            str(field.column): field.get_db_prep_save(field.pre_save(new, add=True), connection)
            for field in self.fields
        } | others
        for name, value in zip(self.found, ask(self.sql, values).fetchone(), strict=True):
            setattr(new, name, value)
        new._state.adding, new._state.db = False, connection.alias  # noqa: SLF001 -- Django documents it
        return new


def copy_in(new: Sequence[M]) -> None:
    """Very many new rows of one model, whose keys the database draws. The models are told theirs."""
    if not new:
        return
    meta = new[0]._meta  # noqa: SLF001 -- Django documents it
    fields, quote = meta.concrete_fields, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [meta.db_table, meta.pk.column, len(new)])
        for each, (key,) in zip(new, cursor.fetchall(), strict=True):
            each.pk = key
        columns = ", ".join(quote(str(field.column)) for field in fields)
        with cursor.copy(f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN") as copy:
            for each in new:
                copy.write_row([field.get_db_prep_save(field.pre_save(each, add=True), connection) for field in fields])


_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def _by_names(sql: str, parameters: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """The SQL with its parameters by name, so that a value that it needs in many places is sent once; and the fixed."""
    names = [each.name if isinstance(each, Named) else f"fixed_{n}" for n, each in enumerate(parameters)]
    fixed = {name: each for name, each in zip(names, parameters, strict=True) if not isinstance(each, Named)}
    return sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names), fixed


def _converted(row: Sequence[Any], plan: _Plan[Any]) -> Sequence[Any]:
    values = list(row)
    for position, converters, column in plan.converters:
        for convert in converters:
            values[position] = convert(values[position], column, connection)
    return values


def _as_it_is(row: Sequence[Any]) -> Any:
    return tuple(row)


def _of_models(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """As Django's own iterator over a query reads a row, with what it looks up for each query looked up once."""
    chosen, model = compiler.klass_info["select_fields"], compiler.klass_info["model"]
    first, end = chosen[0], chosen[-1] + 1
    names = list(map(attrgetter("target.attname"), (column[0] for column in compiler.select[first:end])))
    read_related: Any = get_related_populators  # its types are those of the next Django
    populators = read_related(compiler.klass_info, compiler.select, connection.alias)
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def read(row: Sequence[Any]) -> Any:
        found = model.from_db(connection.alias, names, row[first:end])
        for populator in populators:
            populator.populate(row, found)
        for name, position in annotations:
            setattr(found, name, row[position])
        return found

    return read
