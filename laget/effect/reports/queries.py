from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.states import State
from laget.effect.reports.models import Report
from laget.grant.tilsagn.models import Tilsagn


def visible_to(actor: Actor) -> QuerySet[Report]:
    return queries.visible_to(actor, queries.with_names(Report.objects.all()))


def not_asked_yet(round: Round) -> QuerySet[Tilsagn]:
    """The tilsagn that have been sent with money in them, and that nobody has been asked to report on."""
    asked = Report.objects.filter(round=round).values("subject")
    paid = Tilsagn.objects.filter(round=round, state=State.SENT, amounts__amount__gt=0, amounts__year=round.year)
    return paid.exclude(subject__in=asked).distinct().select_related("subject", "network")
