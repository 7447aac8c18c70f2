"""What a year leaves behind: its letters, its division, its innstilling, its reports, and the sums."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from laget.base.actors.queries import competence_networks
from laget.base.audit.verify import verify
from laget.base.cycle.models import Round
from laget.base.questions.paper import set_paper
from laget.base.ui.spreadsheet import workbook
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.allocation.export import sheets
from laget.grant.allocation.models import Allocation, Frame
from laget.grant.forum.minutes import set_minutes
from laget.grant.forum.models import Minutes
from laget.grant.innstilling.models import Innstilling, RecommendedAmount
from laget.grant.innstilling.paper import parts
from laget.grant.tilsagn.models import GrantedAmount, Letter
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.behovsmelding.queries import amount
from laget.need.tiltak.models import PlannedAmount
from laget.rules.names import slug

SUMS = ("need", "frame", "applied", "recommended", "granted", "used")


def write_papers(round: Round, out: Path, *, each: Callable[[str, list[Any]], Iterable[Any]]) -> None:
    """Write everything that a year produced under a folder: letters/, reports/, the division, the minutes."""
    for folder in ("letters", "reports"):
        (out / folder).mkdir(exist_ok=True)
    letters = Letter.objects.filter(tilsagn__round=round, replaces=None).select_related("recipient")
    for letter in each("Skriver brev", list(letters)):
        with letter.file.open("rb") as file:
            (out / "letters" / f"{slug(letter.recipient.name)}.pdf").write_bytes(file.read())
    allocation = Allocation.objects.get(round=round)
    (out / f"fordeling-{round.year}.xlsx").write_bytes(workbook(sheets(allocation.result, allocation.inputs)))
    innstilling = Innstilling.objects.get(round=round)
    version = innstilling.versions.latest("number")
    content = set_paper(innstilling, version, on=version.frozen_on, parts=parts(innstilling, version))
    (out / f"innstilling-{round.year}.pdf").write_bytes(content)
    for minutes in Minutes.objects.filter(meeting__round=round).select_related("meeting__forum", "person"):
        name = f"protokoll-{minutes.meeting.begins:%Y-%m-%d}.pdf"
        (out / name).write_bytes(set_minutes(minutes.meeting, minutes))
    for report in each("Skriver rapporter", list(Report.objects.filter(round=round).select_related("subject"))):
        version = report.versions.latest("number")
        (out / "reports" / f"{slug(report.subject.name)}.pdf").write_bytes(
            set_paper(report, version, on=version.frozen_on)
        )


def summarise(round: Round) -> dict[str, Any]:
    """Per network what was needed, framed, applied for, recommended, granted and used for the year, in kroner.

    The partners' part of a network's tiltak counts with the network.
    """
    sums: dict[str, Counter[str]] = {name: Counter() for name in SUMS}
    for behovsmelding in (
        Behovsmelding.objects.filter(round=round).exclude(state="draft").select_related("network", "round__rule_set")
    ):
        assert behovsmelding.network is not None
        sums["need"][behovsmelding.network.name] += amount(behovsmelding)
    for frame in Frame.objects.filter(allocation__round=round).select_related("network"):
        sums["frame"][frame.network.name] += frame.amount
    mine = {"tiltak__round": round, "tiltak__dropped": False, "year": round.year}
    for planned in PlannedAmount.objects.filter(**mine).select_related("tiltak__network"):
        sums["applied"][planned.tiltak.network.name] += planned.amount
    network = "planned__tiltak__network__name"
    of_tiltak = {"planned__tiltak__round": round, "planned__year": round.year}
    for name, kroner in RecommendedAmount.objects.filter(**of_tiltak).values_list(network, "amount"):
        sums["recommended"][name] += kroner
    of_tiltak = {f"recommended__{key}": value for key, value in of_tiltak.items()}
    for name, kroner in GrantedAmount.objects.filter(**of_tiltak).values_list(f"recommended__{network}", "amount"):
        sums["granted"][name] += kroner
    used = UsedAmount.objects.filter(award__tiltak__round=round, year=round.year)
    for name, kroner in used.values_list("award__tiltak__network__name", "used"):
        sums["used"][name] += kroner
    verdict = verify()
    return {
        "county": round.county.name,
        "year": round.year,
        "networks": [
            {"name": n.name, **{key: sums[key][n.name] for key in SUMS}} for n in competence_networks(round.county)
        ],
        "totals": {key: sum(sums[key].values()) for key in SUMS},
        "audit": {"entries": verdict.entries, "ok": verdict.ok},
    }
