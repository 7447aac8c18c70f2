from functools import cache
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.prepared import Prepared, Slot
from laget.grant.changes.models import Change
from laget.grant.changes.states import State
from laget.grant.ledger.models import Award
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.queries import waiting_letters


def visible_to(actor: Actor) -> QuerySet[Change]:
    """Proposals are for Statsforvalteren. What is decided is also for the forum and those who hold the money, from when
    the letter that tells of it has left.
    """
    staff = actor.where(Role.CASE_OFFICER, Role.DECIDER)
    told = Q(~Exists(waiting_letters(Letter.Kind.CHANGE)), state=State.DECIDED)
    told &= Q(county__in=actor.county_wide) | Q(award__recipient__in=actor.reading)
    names = (
        *(
            "county",
            "award__recipient",
            "award__given_in__rule_set",
            "award__tiltak__applicant",
            "to_award__tiltak__applicant",
        ),
        *("proposed_by", "decided_by"),
    )
    return Change.objects.filter(Q(county__in=staff) | told).select_related(*names).order_by("-proposed_at", "pk")


def withheld_in(county: UUID, *, told: bool = False) -> frozenset[tuple[UUID, int]]:
    """The (award, year) whose money is held back: the last that was decided of it applies.

    It is from when that is decided, and isn't from when the letter has left; with `told`, both from the letter.
    """
    last = {(award, year): kind for award, year, kind in _withholding(told=told)(county=county)}
    return frozenset(key for key, kind in last.items() if kind == Change.Kind.WITHHOLD)


@cache
def _withholding(*, told: bool) -> Prepared[tuple[UUID, int, str]]:
    """What counts of what was decided in a county, in order."""
    kinds = (Change.Kind.WITHHOLD, Change.Kind.RELEASE)
    waits = Q(Exists(waiting_letters(Letter.Kind.CHANGE)))
    left_out = waits if told else waits & Q(kind=Change.Kind.RELEASE)

    def decided() -> QuerySet[Change, tuple[UUID, int, str]]:
        found = Change.objects.filter(county=Slot("county"), state=State.DECIDED, kind__in=kinds).exclude(left_out)
        return found.order_by("decided_at", "pk").values_list("award", "year", "kind")

    return Prepared(decided)


def is_withheld(award: Award, year: int) -> bool:
    return (award.pk, year) in withheld_in(award.county_id)


def others_of(award: Award) -> QuerySet[Award]:
    """The recipient's other awards in the county: what its money may be used for instead."""
    found = Award.objects.filter(county=award.county_id, recipient=award.recipient_id, known_since__isnull=False)
    in_order = found.exclude(pk=award.pk).order_by("given_in__year", "name", "tiltak__network__sort_key", "pk")
    return in_order.select_related("given_in", "tiltak__applicant")
