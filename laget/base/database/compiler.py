"""How Django turns a query into SQL, in fewer steps for each column that it fetches.

Most of what a query for whole objects says is which columns: of a document with its round, its parties and their
county, near a hundred. Django makes an object of each for every query; here they are made once. Then it finds out how
each is written and read, by ways that are open to any expression; a plain column has a shorter one.
"""

from functools import cache
from typing import Any

from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.models.expressions import Col, Expression
from django.db.models.options import Options

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(compiler.SQLCompiler):
    def get_default_columns(
        self, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
    ) -> list[Expression]:
        """All columns of a model, the same objects each time that its table goes by the same name in a query."""
        meta = opts or self.query.get_meta()
        if select_mask or from_parent or not meta:
            return super().get_default_columns(select_mask, start_alias, opts, from_parent)
        table = start_alias or self.query.get_initial_alias()
        joined = {None: table}
        above = (self.query.join_parent_model(meta, parent, table, joined) for parent in _parents(meta))
        return [*_columns(meta, table, *above)]

    def compile(self, node: Any) -> tuple[str, Any]:
        if type(node) is Col and node.alias:
            target: Any = node.target
            table = self.quote_cache.get(node.alias) or self.quote_name_unless_alias(node.alias)
            return f"{table}.{self.connection.ops.quote_name(target.column)}", []
        return super().compile(node)

    def get_converters(self, expressions: list[Any]) -> dict[int, Any]:
        """How what comes back is read, where something is to be done with it. Django passes over what is None."""
        read: list[Any] = [None if self._is_read_as_it_is(each) else each for each in expressions]
        return super().get_converters(read)

    def _is_read_as_it_is(self, node: Any) -> bool:
        plain = type(node) is Col and node.target is node.output_field
        return plain and not node.target.get_db_converters(self.connection)


@cache
def _parents(meta: "Options[Any]") -> tuple[Any, ...]:
    """The other models whose tables hold a part of its columns."""
    return tuple(dict.fromkeys(field.model for field in meta.concrete_fields if field.model is not meta.model))


@cache
def _columns(meta: "Options[Any]", table: str, *above: str) -> tuple[Expression, ...]:
    tables = dict(zip(_parents(meta), above, strict=True))
    return tuple(field.get_col(tables.get(field.model, table)) for field in meta.concrete_fields)
