from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.questions import queries
from laget.need.assessments.models import Assessment


def visible_to(actor: Actor) -> QuerySet[Assessment]:
    return queries.visible_to(actor, queries.with_names(Assessment.objects.all()))
