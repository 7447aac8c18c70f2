"""What of a closed lytteperiode may be carried on into the virksomhet's own assessment: bands, and the plan.

The assessment goes on to the owner, the network and Statsforvalteren. So nothing is here but what was decided at
closing that others may see, in words, and what the leader has planned. Whoever takes it on keeps the hash.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.ui.templatetags.ui import day
from laget.need.voices.comparing import Row, children_banded, compare, staff_pictures
from laget.need.voices.figures import read
from laget.need.voices.models import Listening, PlanLine
from laget.need.voices.queries import outcomes_visible_to, staff_result
from laget.need.voices.states import State


@dataclass(frozen=True, slots=True)
class Line:
    """One theme: what it came to, and what is to be done. The dates are ISO."""

    theme: str
    found: str
    keep: str = ""
    change: str = ""
    who: str = ""
    due: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    id: str
    kind: str
    title: str
    address: str
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        """Ready for `Document.given`, with its SHA-256."""
        content = asdict(self)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return {**content, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def evidence_at(actor: Actor, unit: UUID) -> list[Evidence]:
    """The closed periods of a virksomhet that this person may carry on, the newest first."""
    found = outcomes_visible_to(actor).filter(unit=unit, state=State.CLOSED)
    return [_evidence(actor, listening) for listening in found]


def _evidence(actor: Actor, listening: Listening) -> Evidence:
    rows = compare(staff_pictures(staff_result(actor, listening)), children_banded(read(listening.released)))
    plan = {line.theme: line for line in listening.plan.all()}
    dates = {"first": day(listening.first), "last": day(listening.last)}
    return Evidence(
        id=str(listening.pk),
        kind="listening",
        title=_("Barnets stemme, %(first)s–%(last)s") % dates,
        address=listening.get_absolute_url(),
        lines=tuple(_line(row, plan.get(row.theme.key)) for row in rows),
    )


def _line(row: Row, plan: PlanLine | None) -> Line:
    found = f"{row.children.words}. {row.verdict}"
    if plan is None:
        return Line(str(row.theme.title), found)
    due = plan.due.isoformat()
    return Line(str(row.theme.title), found, plan.keep, plan.change, plan.who, due, plan.sign)
