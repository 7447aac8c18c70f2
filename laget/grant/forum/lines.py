"""The amounts that the forum recommends on: one for each recipient, tiltak and year."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laget.base.cycle.models import Round
from laget.base.questions.answers import Problem
from laget.base.questions.models import Document
from laget.base.questions.states import State
from laget.base.ui.templatetags.ui import kr
from laget.need.tiltak.models import PlannedAmount

# An amount that has been sent to the forum, or taken in by it, is there to be recommended.
WITH_THE_FORUM = (State.SUBMITTED, State.CONSIDERED)
# What the name of a line is made of.
OF_A_LINE = ("tiltak__network", "tiltak__applicant", "tiltak__round__rule_set", "recipient")


def applications_in(round: Round) -> QuerySet[Document]:
    """What money is applied for in, and has come. One that competes is there when the forum has taken it in."""
    states = (State.CONSIDERED,) if round.file.competitive else WITH_THE_FORUM
    return Document.objects.filter(round=round, kind=round.file.applied_by, state__in=states)


def planned_in(documents: Iterable[UUID] | QuerySet[Document]) -> list[PlannedAmount]:
    """What has been applied for in these, in the order it is shown."""
    found = PlannedAmount.objects.filter(tiltak__version__document__in=documents, tiltak__dropped=False)
    rows = found.select_related(*OF_A_LINE)
    return sorted(rows, key=lambda each: (*each.tiltak.place, each.year, each.recipient.sort_key))


def line_of(planned: PlannedAmount) -> dict[str, Any]:
    """An amount with its name, as it goes by in the forum and in the innstilling. The id is the same in both.

    Where many compete, one UH is a partner in many tiltak, some with the same name: whoever applied is named too.
    """
    tiltak = planned.tiltak
    title = f"{tiltak.title}, {planned.recipient.name}"
    if tiltak.round.file.competitive and tiltak.applicant_id != planned.recipient_id:
        named = {"tiltak": tiltak.title, "applicant": tiltak.applicant.name, "recipient": planned.recipient.name}
        title = _("%(tiltak)s, %(applicant)s, til %(recipient)s") % named
    return {
        "id": f"p{planned.pk}",
        "title": title if planned.year == tiltak.round.year else f"{title}, {planned.year}",
        "recipient": str(planned.recipient_id),
        "year": planned.year,
        "applied": planned.amount,
    }


def what_is_wrong_with(lines: Iterable[dict[str, Any]]) -> list[Problem]:
    """An amount is at most what is applied for, and a lower one says why."""
    found = []
    for line in lines:
        words = {"title": line["title"], "amount": kr(line["amount"]), "most": kr(line["applied"])}
        if line["amount"] > line["applied"]:
            text = _("%(title)s: %(amount)s er mer enn søkt, som er %(most)s.")
            found.append(Problem(text % words, path=f"{line['id']}-amount"))
        if line["amount"] < line["applied"] and not line["reason"]:
            text = _("%(title)s: Skriv hvorfor beløpet er lavere enn søkt.")
            found.append(Problem(text % words, path=f"{line['id']}-reason"))
    return found
