from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.corrections.models import Correction


def visible_to(actor: Actor) -> QuerySet[Correction]:
    """The work on it is Statsforvalteren's. The recipient gets the new letter, which says what is corrected."""
    staff = actor.where(Role.CASE_OFFICER, Role.DECIDER)
    names = ("county", "letter__recipient", "letter__round__rule_set__stored", "proposed_by", "decided_by", "becomes")
    return Correction.objects.filter(county__in=staff).select_related(*names).order_by("-proposed_at", "pk")
