"""A deciding step, and everyone who may not take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """How one thing is decided, by page and by SQL.

    `right` may do it, which shows that it is there to be done; none of the `wrong` may, by either way. `sql` is the
    decision in the name of %(who)s. `never` is SQL that decides in nobody's name, and is refused whoever sends it.
    """

    acts: str
    page: str
    right: str
    wrong: str
    posted: Mapping[str, Any] = field(default_factory=dict)
    sql: str = ""
    never: tuple[str, ...] = ()
    by_page_alone: str = ""  # of the wrong, those whom the database has no name of
