"""The cells of oppfølgingsordningen: one of each state, milestones of both sides, and those that aren't there."""

from collections.abc import Iterator

from django.urls import reverse

from laget.base.actors.models import County, Organisation
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.followed import FREE
from laget.config.tests.matrix.oppfolging import Followed
from laget.config.tests.matrix.stage import Stage
from laget.effect.oppfolging.models import Oppfolging

_OF_A_CASE = ("case", "accept", "decline", "arrange", "end")
_POSTED = {"answer": "Fordi.", "guides": "To rektorer", "money": "200000", "reason": "Fordi.", "text": "Vi er i gang."}


def of_oppfolging(stage: Stage) -> Iterator[Cell]:
    for county in County.objects.all():
        free = Organisation.objects.get(county=county, name=FREE)
        posted = {"owner": free.pk, "why": "Tallene.", "begins_on": "2099-08-01"}
        yield Cell("oppfolging:offer", reverse("oppfolging:offer", args=[county.pk]), county.name, posted)
    for case in Oppfolging.objects.select_related("county", "owner"):
        about = Followed(case.county.name, case.owner.name, case.state)
        for name in _OF_A_CASE:
            yield Cell(f"oppfolging:{name}", reverse(f"oppfolging:{name}", args=[case.pk]), about, _POSTED)
        for side in ("owner", "state"):
            for each in case.milestones.filter(side=side)[:2]:
                of = Followed(about.county, about.owner, case.state, side, bool(each.done_at))
                yield Cell("oppfolging:reach", reverse("oppfolging:reach", args=[each.pk]), of, _POSTED)
    for name in ("offer", *_OF_A_CASE, "reach"):
        yield Cell(f"oppfolging:{name}", reverse(f"oppfolging:{name}", args=[UNKNOWN]))
