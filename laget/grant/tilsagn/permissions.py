from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions.models import Edit, Version
from laget.base.questions.states import Act, State
from laget.grant.tilsagn.models import CAN_LEAVE, Letter, Tilsagn
from laget.grant.tilsagn.states import TRANSITIONS
from laget.rules.transitions import allows


def may_prepare(actor: Actor, county: UUID) -> bool:
    return actor.holds(Role.CASE_OFFICER, at=county)


def follows_letters(actor: Actor, county: UUID) -> bool:
    """Sees the outbox, and the texts that letters are made of."""
    return actor.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def may_preview(actor: Actor, tilsagn: Tilsagn) -> bool:
    """The letter as it will look, and the version of it that can be edited."""
    return may_prepare(actor, tilsagn.county_id) or may_decide(actor, tilsagn)


def may_decide(actor: Actor, tilsagn: Tilsagn) -> bool:
    """A decision-maker who has had no hand in it: four eyes, not two pairs of hats.

    Whoever has ever proposed it, or has written in it since it was opened, is out. Economy regulations,
    and stricter than the last sender only.
    """
    if not actor.holds(Role.DECIDER, at=tilsagn.county_id):
        return False
    return not _has_prepared(actor, tilsagn)


def can_propose(actor: Actor, tilsagn: Tilsagn) -> bool:
    return may_prepare(actor, tilsagn.county_id) and allows(TRANSITIONS, State(tilsagn.state), Act.PROPOSE)


def can_give(actor: Actor, tilsagn: Tilsagn) -> bool:
    return allows(TRANSITIONS, State(tilsagn.state), Act.GIVE) and may_decide(actor, tilsagn)


def can_return(actor: Actor, tilsagn: Tilsagn) -> bool:
    return allows(TRANSITIONS, State(tilsagn.state), Act.RETURN) and may_decide(actor, tilsagn)


def can_send(actor: Actor, tilsagn: Tilsagn) -> bool:
    """Decided, and the letter is not on its way already."""
    may = may_prepare(actor, tilsagn.county_id) and allows(TRANSITIONS, State(tilsagn.state), Act.SEND)
    return may and Letter.objects.filter(tilsagn=tilsagn.pk, replaces=None, delivery__in=CAN_LEAVE).exists()


def can_send_letter(actor: Actor, letter: Letter) -> bool:
    """One that is not the first of a tilsagn: that one goes with its tilsagn."""
    return may_prepare(actor, letter.round.county_id) and not letter.grants and letter.delivery in CAN_LEAVE


def can_stop(actor: Actor, letter: Letter) -> bool:
    return may_prepare(actor, letter.round.county_id) and letter.delivery == Letter.Delivery.QUEUED


def may_complain(actor: Actor, letter: Letter) -> bool:
    """Whoever acts for the one that it was decided about, once they have been told. In time or not: late is marked."""
    return letter.is_decision and letter.has_left and letter.later is None and letter.recipient_id in actor.writing


def may_correct(actor: Actor, letter: Letter) -> bool:
    """An error of writing, in one that has left and that no later one has replaced. Before it leaves it is stopped."""
    return may_prepare(actor, letter.round.county_id) and letter.has_left and not hasattr(letter, "replaced_by")


def can_resend(actor: Actor, letter: Letter) -> bool:
    return may_prepare(actor, letter.round.county_id) and letter.has_not_arrived


def _has_prepared(actor: Actor, tilsagn: Tilsagn) -> bool:
    proposed = Version.objects.filter(document=tilsagn.pk, frozen_by=actor.person)
    return proposed.exists() or Edit.objects.filter(document=tilsagn.pk, person=actor.person).exists()
