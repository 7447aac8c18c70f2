"""The tiltak of a document that applies for money, read out of its answers, and what has to hold for them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from laget.base.actors.models import Organisation
from laget.base.questions.actions import latest_versions
from laget.base.questions.answers import Problem, grid, layout_of, value
from laget.base.questions.meter import meter_of
from laget.base.questions.models import Document, Version
from laget.base.questions.reading import read_or_none
from laget.base.questions.structure import Answers, Item, Layout
from laget.base.ui.templatetags.ui import day, kr
from laget.need.tiltak.actions import Plan
from laget.rules.words import and_list, lower_first

# Kompetanseløftet is for the whole lag around the child (Statsforvalteren i Oslo og Viken, 2024).
_WHOLE_LAG = ("kindergarten", "school", "ppt")


def items(layout: Layout, answers: Answers) -> tuple[Item, ...]:
    return layout.items(layout.section("tiltak"), answers)


def plans(layout: Layout, answers: Answers, *, needs: Sequence[Version] | None = None) -> list[Plan]:
    """Every tiltak as it stands. Only of a document that has no problems.

    `needs` are the versions that all of them answer, where the document doesn't say it for each.
    """
    return [_plan(layout, answers, item, needs) for item in items(layout, answers)]


def applies(document: Document) -> bool:
    """Whether money is applied for in it, in its county and ordning."""
    return document.round.file.applied_by == document.kind


def target_groups(layout: Layout) -> dict[str, str]:
    """What the form lets one choose whom a tiltak is for among."""
    asked = next(question for question in layout.section("tiltak").questions if question.key == "target_groups")
    return dict(layout.options(asked.options))


def partners_of(layout: Layout, answers: Answers) -> list[UUID]:
    """The partners of any tiltak, each once, in order."""
    found = [
        UUID(p)
        for item in items(layout, answers)
        for p in value(layout, answers, "tiltak.partners", item=item.id) or []
    ]
    return list(dict.fromkeys(found))


def sides(document: Document) -> list[UUID]:
    """Who has to sign: the network, and every partner of any tiltak."""
    return [document.party_id, *partners_of(layout_of(document), document.answers)]


def what_does_not_hold(document: Document, layout: Layout, _day: date) -> Iterator[Problem]:
    """What can't be applied for as it stands."""
    if not applies(document):
        return
    for item in items(layout, document.answers):
        yield from _wrong_with(layout, document.answers, item)
    meter = meter_of(document)
    if meter and meter.over:
        text = _("Budsjettet er %(over)s over rammen på %(frame)s. Senk et av tiltakene.")
        yield Problem(text % {"over": kr(meter.over), "frame": kr(meter.ceiling)}, "tiltak")


def what_to_consider(document: Document) -> list[str]:
    """What does not stop the document, but that its writers should have seen."""
    layout, answers = layout_of(document), document.answers
    found = []
    labels = target_groups(layout)
    for item in items(layout, answers):
        groups = value(layout, answers, "tiltak.target_groups", item=item.id) or []
        missing = [lower_first(labels[group]) for group in _WHOLE_LAG if group in labels and group not in groups]
        if missing:
            text = _("%(title)s: %(groups)s er ikke i målgruppa. Ordningen er først og fremst for hele laget.")
            found.append(text % {"title": item.short, "groups": and_list(missing)})
        start = value(layout, answers, "tiltak.start", item=item.id)
        if start and start.year < document.round.year - 1:
            text = _("%(title)s: Det begynte %(day)s. Stemmer det?")
            found.append(text % {"title": item.short, "day": day(start)})
    meter = meter_of(document)
    if meter and meter.left > 0:
        found.append(_("%(left)s av rammen er ikke brukt.") % {"left": kr(meter.left)})
    return found


def _wrong_with(layout: Layout, answers: Answers, item: Item) -> Iterator[Problem]:
    name = item.short
    budget = grid(layout, answers, "tiltak.budget", item=item.id)
    first_year = layout.given["lists"]["years"][0][0]
    if not any(amount for (_who, year), amount in budget.items() if year == first_year):
        yield Problem(
            _("%(name)s: Budsjettet har ingen beløp i %(year)s.") % {"name": name, "year": first_year},
            "tiltak",
            item.id,
        )
    if years := [int(year) for (_who, year), amount in budget.items() if amount]:
        yield from _at_another_time(layout, answers, item, first=min(years), last=max(years))
    partners = set(value(layout, answers, "tiltak.partners", item=item.id) or [])
    names = dict(layout.options("given:partners"))
    for who in dict.fromkeys(who for (who, _year), amount in budget.items() if amount and who in names):
        if who not in partners:
            text = _("%(name)s: %(partner)s har penger i budsjettet, men er ikke partner i tiltaket.")
            yield Problem(text % {"name": name, "partner": names[who]}, "tiltak", item.id)


def _at_another_time(layout: Layout, answers: Answers, item: Item, *, first: int, last: int) -> Iterator[Problem]:
    """A tiltak lasts into the years that it has money in. It may have begun before: what goes on can be built upon."""
    start, end = (value(layout, answers, f"tiltak.{key}", item=item.id) for key in ("start", "end"))
    if end and end.year < first:
        text = _("%(name)s: Det er ferdig %(day)s, men pengene er for %(year)d. Rett datoen eller budsjettet.")
        yield Problem(text % {"name": item.short, "day": day(end), "year": first}, "tiltak", item.id)
    if start and start.year > last:
        text = _("%(name)s: Det begynner %(day)s, men pengene er for %(year)d. Rett datoen eller budsjettet.")
        yield Problem(text % {"name": item.short, "day": day(start), "year": last}, "tiltak", item.id)


def _plan(layout: Layout, answers: Answers, item: Item, needs: Sequence[Version] | None) -> Plan:
    def answer(question: str) -> Any:
        return value(layout, answers, f"tiltak.{question}", item=item.id)

    budget = grid(layout, answers, "tiltak.budget", item=item.id)
    return Plan(
        item=item.id,
        title=str(answer("title")),
        target_groups=list(answer("target_groups") or []),
        start=answer("start"),
        end=answer("end"),
        partners=list(Organisation.objects.filter(pk__in=answer("partners") or [])),
        needs=latest_versions(answer("needs") or []) if needs is None else list(needs),
        amounts={(UUID(who), int(year)): amount for (who, year), amount in budget.items() if amount},
        entries=_entries(layout, answers, item),
    )


def _entries(layout: Layout, answers: Answers, item: Item) -> list[UUID]:
    """What it names of the catalogue, where the form asks and the county had something to choose from."""
    cells = layout.cells(layout.section("tiltak"), item.id)
    asked = next((cell for cell in cells if cell.question.options == "given:catalogue"), None)
    return [UUID(each) for each in read_or_none(asked, answers.get(asked.path)) or []] if asked else []
