"""What of a closed lytteperiode may be carried on into the virksomhet's own assessment: bands, and the plan.

The assessment goes on to the owner, the network and Statsforvalteren. So nothing is here but what was decided at
closing that others may see, in words, and what the leader has planned. A theme that is hidden is not here.
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.questions.evidence import Evidence
from laget.base.ui.templatetags.ui import day
from laget.need.surveys.models import ReleasedGroup
from laget.need.voices.comparing import Row, children_banded, compare, staff_pictures
from laget.need.voices.figures import read
from laget.need.voices.models import Listening, PlanLine
from laget.need.voices.queries import outcomes_visible_to, staff_result
from laget.need.voices.states import State

NEWEST = 3  # periods to choose from


def evidence_at(actor: Actor, unit: UUID) -> list[tuple[Listening, list[Evidence]]]:
    """The newest closed periods of a virksomhet that this person may carry on, with what each came to."""
    found = outcomes_visible_to(actor).filter(unit=unit, state=State.CLOSED)
    return [(listening, list(_evidence(actor, listening))) for listening in found[:NEWEST]]


def title_of(listening: Listening) -> str:
    dates = {"first": day(listening.first), "last": day(listening.last)}
    return _("Barnets stemme, %(first)s–%(last)s") % dates


def _evidence(actor: Actor, listening: Listening) -> Iterator[Evidence]:
    group = staff_result(actor, listening)
    plan = {line.theme: line for line in listening.plan.all()}
    for row in compare(staff_pictures(group), children_banded(read(listening.released))):
        key, theme = row.theme.key, str(row.theme.title)
        if row.children.level is not None:
            yield _finding(listening, key, theme, _picture(row), source=_staff_source(row, group))
        if key in plan:
            yield _finding(listening, f"{key}:plan", _("%(theme)s: planen") % {"theme": theme}, _planned(plan[key]))


def _finding(listening: Listening, key: str, text: str, words: str, *, source: str = "") -> Evidence:
    assert listening.closed_at
    return Evidence(
        id=f"v{listening.pk}:{key}",
        title=title_of(listening),
        group=listening.unit.name,
        text=text,
        dated=listening.last.isoformat(),
        sha256=listening.fingerprint,
        number=words,
        source=source,
    )


def _picture(row: Row) -> str:
    """The children's picture, the staff's where it may be shown, and what the two say together."""
    staff = _("De voksne: %(words)s.") % {"words": row.staff.words} if row.staff.level is not None else ""
    return " ".join(part for part in (f"{row.children.words}.", staff, row.verdict) if part)


def _staff_source(row: Row, group: ReleasedGroup | None) -> str:
    """The result that the staff's picture is taken from: it has a fingerprint of its own."""
    if group is None or row.staff.level is None:
        return ""
    named = {"survey": group.release.survey.title, "sha": group.release.sha256[:16]}
    return _("de voksnes svar i «%(survey)s» (fingeravtrykk %(sha)s)") % named


def _planned(line: PlanLine) -> str:
    parts = [
        _("Vi holder fast på: %(words)s") % {"words": line.keep} if line.keep else "",
        _("Vi endrer: %(words)s") % {"words": line.change} if line.change else "",
        _("Hvem: %(who)s, innen %(due)s.") % {"who": line.who, "due": day(line.due)},
        _("Slik ser vi det: %(words)s") % {"words": line.sign},
    ]
    return " ".join(part for part in parts if part)
