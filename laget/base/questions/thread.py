"""Den røde tråden (the red thread): the stations of a matter, from need to report, as one person sees them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from laget.base.accounts.actor import Actor
from laget.base.prepared import Prepared, Slot
from laget.base.questions.models import Document, Reach, case_address
from laget.base.questions.queries import SOMEONE, Visible, ids_of
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import day
from laget.rules.dates import Deadline

STATIONS = (
    (gettext_lazy("Behov"), "behovsmelding", ("assessment", "behovsmelding")),
    (gettext_lazy("Tiltak"), "beslutningsgrunnlag", ("beslutningsgrunnlag",)),
    (gettext_lazy("Innstilling"), "innstilling", ("innstilling",)),
    (gettext_lazy("Tilsagn"), "tilsagn", ("tilsagn",)),
    (gettext_lazy("Rapport"), "report", ("report",)),
)


@dataclass(frozen=True, slots=True)
class Station:
    """A dot on the thread: filled where the matter has been, ringed where it is, hollow where it is going."""

    step: str  # the kind of document that is the step's own
    title: str
    reached: str  # "yes", "here" or "no"
    address: str
    text: str
    due: Deadline | None = None


class _Found(NamedTuple):
    """A document on the thread, as far as its station tells."""

    pk: UUID
    kind: str
    state: str
    since: datetime
    reach: str


def thread_of(document: Document, actor: Actor) -> list[Station]:
    """The thread through one document. One query.

    A matter of one network passes that network's stations. One of the whole county passes them all,
    and ends with what its own recipient got.
    """
    rows = _found(
        whole_county=document.network_id is None,
        all_recipients=document.kind == "innstilling",
        one_owner=bool(document.owner_id),
    )(
        round=document.round_id,
        network=document.network_id,
        subject=document.subject_id,
        owner=document.owner_id,
        **ids_of(actor),
    )
    found = [_Found(*row) for row in rows]
    steps = document.round.file.steps
    return [
        _station(document, title, step, [row for row in found if row.kind in kinds])
        for title, step, kinds in STATIONS
        if step in steps
    ]


@cache
def _found(*, whole_county: bool, all_recipients: bool, one_owner: bool) -> Prepared[tuple[Any, ...]]:
    same = Q(network=Slot("network")) | Q(kind="innstilling")
    if whole_county:
        ends = Q(kind__in=["tilsagn", "report"])
        same = ~ends | (ends if all_recipients else Q(subject=Slot("subject")))
    if one_owner:  # the needs of the others are not on its thread
        same &= Q(owner=None) | Q(owner=Slot("owner"))
    documents = Document.objects.filter(Visible(SOMEONE), same, round=Slot("round"))
    return Prepared(lambda: documents.values_list("pk", "kind", "state", "state_since", "reach"))


def _station(document: Document, title: Any, step: str, rows: list[_Found]) -> Station:
    here = any(row.pk == document.pk for row in rows)
    out = [row for row in rows if row.reach != Reach.AUTHORS]
    # The step's own document tells; what it rests on, such as an assessment, only until it has come.
    sent = [row for row in out if row.kind == step] or out
    if here:
        return Station(step, str(title), "here", "", _state_and_day(document.state, document.state_since))
    if len(sent) == 1:
        only = sent[0]
        return Station(
            step,
            str(title),
            "yes",
            case_address(only.kind, only.pk),
            _state_and_day(only.state, only.since),
        )
    if sent:
        address = reverse(f"{sent[0].kind}:round", args=[document.round_id])
        address += f"?nettverk={document.network_id}" if document.network_id else ""
        return Station(
            step, str(title), "yes", address, ngettext("%(n)d sendt", "%(n)d sendt", len(sent)) % {"n": len(sent)}
        )
    return Station(step, str(title), "no", "", _("Frist"), document.round.deadline(step))


def _state_and_day(state: str, since: datetime) -> str:
    return f"{State(state).label} {day(since)}"
