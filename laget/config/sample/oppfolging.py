"""Oppfølgingsordningen in the sample county: one municipality has said yes, and its guides are found."""

from datetime import date, datetime, time, timedelta

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.config.sample.year import OSLO
from laget.effect.oppfolging import actions
from laget.effect.oppfolging.models import Oppfolging
from laget.effect.oppfolging.queries import could_be_offered

WHY = "Elevundersøkelsen og tilsynet viser at mange barn ikke får den hjelpen de trenger der de er."


def follow_up(county: County, *, today: date) -> Oppfolging:
    """As of a day, for the first municipality that someone represents."""
    at = datetime.combine(today, time(9), tzinfo=OSLO)
    held = HeldRole.objects.at(today).filter(role=Role.OWNER, party__in=could_be_offered(county.pk).values("pk"))
    first = held.select_related("person", "party__organisation").order_by("party__sort_key", "pk")[0]
    officer = _case_officer(county, today)
    begins, owner = today + timedelta(days=30), first.party.organisation
    case = actions.offer(county, owner=owner, why=WHY, begins_on=begins, actor=officer, at=at)
    answer = "Vi takker ja. Formannskapet er orientert."
    actions.accept(case.pk, answer=answer, actor=actor_for(first.person, day=today), at=at)
    actions.arrange(case.pk, guides="To veiledere fra nabofylket", money=250_000, revision=0, actor=officer, at=at)
    actions.reach(case.milestones.filter(side="state")[0].pk, actor=officer, at=at)
    return case


def _case_officer(county: County, day: date) -> Actor:
    held = HeldRole.objects.at(day).filter(role=Role.CASE_OFFICER, party=county).select_related("person")
    return actor_for(held.order_by("pk")[0].person, day=day)
