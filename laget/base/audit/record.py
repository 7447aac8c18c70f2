"""The one way to write in the audit log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from laget.base.prepared import ask


@dataclass(frozen=True, slots=True)
class By:
    """The one who acts, as values: a person in a role, or the system itself."""

    id: str
    name: str
    role: str


LONGEST_ROLE = 200  # in characters: what there is room for wherever it is kept in what role something was done
SYSTEM = By(id="", name="Laget", role="System")
NATIONAL = "00"  # the chain of what belongs to no county

_INSERT = """
    INSERT INTO audit_entry
        (chain_id, at, actor, actor_name, role, act, kind, about, before, after, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def record(
    act: str,
    *,
    chain: str,
    kind: str,
    about: object,
    by: By,
    at: datetime,
    before: str = "",
    after: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the county's chain, inside the transaction of the act itself.

    Call it last: it locks the head of the chain until the transaction ends. `about` is the id of
    what was acted on, `kind` what sort of thing that is. `detail` holds no free text that a person
    has written, so that nothing here ever has to be deleted. Raises when there is no transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An act and its audit entry belong in one transaction.")
    values = (chain, at, by.id, by.name, by.role, act, kind, str(about), before, after)
    ask(_INSERT, (*values, json.dumps(detail or {}, ensure_ascii=False)))
