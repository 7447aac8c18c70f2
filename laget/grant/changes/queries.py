from django.db.models import Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.changes.models import Change
from laget.grant.changes.states import State
from laget.grant.ledger.models import Award


def visible_to(actor: Actor) -> QuerySet[Change]:
    """Proposals are for Statsforvalteren. What is decided is also for the forum and those who hold the money."""
    staff = [h.party for h in actor.holdings if h.role in (Role.CASE_OFFICER, Role.DECIDER)]
    decided = Q(state=State.DECIDED) & (Q(county__in=actor.county_wide) | Q(award__recipient__in=actor.reading))
    names = ("county", "award__recipient", "award__given_in__rule_set", "to_award", "proposed_by", "decided_by")
    return Change.objects.filter(Q(county__in=staff) | decided).select_related(*names).order_by("-proposed_at", "pk")


def others_of(award: Award) -> QuerySet[Award]:
    """The recipient's other awards in the county: what its money may be used for instead."""
    found = Award.objects.filter(county=award.county_id, recipient=award.recipient_id, known_since__isnull=False)
    return found.exclude(pk=award.pk).order_by("given_in__year", "name", "pk")
