"""The amounts an innstilling decides on: one for each recipient, tiltak and year, and each that is set aside."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laget.base.cycle.models import Round
from laget.base.questions.answers import Problem, value
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Layout
from laget.base.ui.templatetags.ui import day as day_in_words
from laget.base.ui.templatetags.ui import kr
from laget.grant.allocation.models import Allocation, Earmark
from laget.grant.forum.lines import applications_in, line_of, planned_in
from laget.grant.forum.queries import decided_lines, not_settled, put_off_in
from laget.need.tiltak.models import PlannedAmount


def given_to(round: Round) -> dict[str, Any]:
    """What an innstilling starts from now: every amount on the table, and the money there is."""
    allocation = Allocation.objects.get(round=round)
    planned = planned_in(applications_in(round))
    earmarks = Earmark.objects.filter(allocation=allocation).select_related("recipient").order_by("pk")
    lines = [*(_of_tiltak(each) for each in planned), *(_of_earmark(each, round.year) for each in earmarks)]
    shared = allocation.result["left"] if round.file.competitive else sum(f.amount for f in allocation.frames.all())
    to_share = shared + sum(each.amount for each in earmarks)
    this_year = [line["id"] for line in lines if line["year"] == round.year]
    ceiling = {"name": _("Fylkets penger i %(year)d") % {"year": round.year}, "used": _("Anbefalt"), "amount": to_share}
    if apart := allocation.result["grant"] - to_share:
        words = _("Fylkets tilskudd er %(grant)s. Av det er %(apart)s bundet, satt av eller ikke fordelt.")
        ceiling["note"] = words % {"grant": kr(allocation.result["grant"]), "apart": kr(apart)}
    return {"items": {"lines": lines}, "ceiling": {**ceiling, "path": "lines.amount", "items": this_year}}


def what_does_not_hold(document: Document, layout: Layout, day: date) -> Iterator[Problem]:
    """What the forum can't recommend as it stands."""
    yield from _not_taken_in(document)
    yield from less_needs_a_reason(document, layout, _("søkt"))
    meter = meter_of(document)
    if meter and meter.over:
        yield Problem(_("Summen er %(over)s over fylkets penger.") % {"over": kr(meter.over)}, "lines")
    yield from _other_than_decided(document, layout)
    yield from _not_held_yet(document, layout, day)


def _not_taken_in(document: Document) -> Iterator[Problem]:
    """It answers what is on the table now: all that has come, and as much as is applied for."""
    there, here = given_to(document.round)["items"]["lines"], document.given["items"]["lines"]
    if {(each["id"], each["amount"]) for each in there} != {(each["id"], each["amount"]) for each in here}:
        text = _("Det som er sendt til forumet, er endret siden sist. Hent inn det som er kommet.")
        yield Problem(text, "lines")


def _other_than_decided(document: Document, layout: Layout) -> Iterator[Problem]:
    """What the forum has decided in its room stands; and what is on its agenda, or is put off, it decides first."""
    answers, decided, put_off = document.answers, decided_lines(document.round), put_off_in(document.round)
    for item in layout.items(layout.section("lines"), answers):
        line, amount = decided.get(item.id), value(layout, answers, "lines.amount", item=item.id)
        if line and amount != line.amount:
            words = {"title": item.title, "amount": kr(line.amount), "matter": line.reference}
            text = _("%(title)s: Forumet har bestemt %(amount)s i %(matter)s. Hent inn det som er kommet.")
        elif line is None and item.id in put_off and amount:
            words = {"title": item.title, "matter": put_off[item.id].reference}
            text = _("%(title)s: Forumet utsatte %(matter)s. Ta den opp i et nytt møte, eller sett beløpet til 0.")
        else:
            continue
        yield Problem(text % words, "lines", path=f"lines.{item.id}.amount")
    for matter in not_settled(document.round):
        yield Problem(_("%(matter)s er ikke ferdig behandlet i forumet.") % {"matter": matter})


def _not_held_yet(document: Document, layout: Layout, day: date) -> Iterator[Problem]:
    """A meeting that the innstilling comes from has been held. A county may do without the question."""
    for section, _item, cell in layout.all_cells(document.answers):
        held = read_or_none(cell, document.answers.get(cell.path)) if cell.question.key == "meeting" else None
        if isinstance(held, date) and held > day:
            text = _("Møtet %(held)s har ikke vært ennå. Skriv datoen for møtet der forumet bestemte dette.")
            yield Problem(text % {"held": day_in_words(held)}, section.key, path=cell.path)


def less_needs_a_reason(document: Document, layout: Layout, than: str) -> Iterator[Problem]:
    """An amount is at most what stands before it, and a lower one says why. `than` is what that is called."""
    answers = document.answers
    for item in layout.items(layout.section("lines"), answers):
        amount = value(layout, answers, "lines.amount", item=item.id)
        if amount is None:
            continue
        most, path = item.given["amount"], f"lines.{item.id}"
        words = {"title": item.title, "amount": kr(amount), "most": kr(most), "than": than}
        if amount > most:
            text = _("%(title)s: %(amount)s er mer enn %(than)s, som er %(most)s.")
            yield Problem(text % words, "lines", path=f"{path}.amount")
        if amount < most and not value(layout, answers, "lines.reason", item=item.id):
            text = _("%(title)s: Skriv hvorfor beløpet er lavere enn %(than)s.")
            yield Problem(text % words, "lines", path=f"{path}.reason")


def _of_tiltak(planned: PlannedAmount) -> dict[str, Any]:
    line = line_of(planned)
    amount = line.pop("applied")
    return {**line, "group": planned.tiltak.network.name, "amount": amount, "facts": [[_("Søkt"), amount]]}


def _of_earmark(earmark: Earmark, year: int) -> dict[str, Any]:
    return {
        "id": f"e{earmark.pk}",
        "title": earmark.name,
        "group": earmark.get_reason_display(),
        "recipient": str(earmark.recipient_id),
        "year": year,
        "amount": earmark.amount,
        "facts": [[_("Satt av"), earmark.amount]],
    }
