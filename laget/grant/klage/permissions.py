from uuid import UUID

from django.utils import timezone

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.grant.klage.models import Klage
from laget.grant.klage.states import TRANSITIONS, Act, Answer, Outcome, State
from laget.rules.complaining import may_be_heard
from laget.rules.transitions import allows


def handles(actor: Actor, county: UUID) -> bool:
    """Statsforvalteren's own, who read all of the case."""
    return actor.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def may_prepare(actor: Actor, klage: Klage) -> bool:
    """A case officer who did not complain. Also said by a constraint in the database."""
    return actor.holds(Role.CASE_OFFICER, at=klage.county_id) and klage.complained_by_id != actor.person.pk


def may_decide(actor: Actor, klage: Klage) -> bool:
    """A decision-maker who neither prepared the answer nor complained. Also said by constraints in the database."""
    involved = {klage.proposed_by_id, klage.complained_by_id}
    return actor.holds(Role.DECIDER, at=klage.county_id) and actor.person.pk not in involved


def may_withdraw(actor: Actor, klage: Klage) -> bool:
    """Whoever acts for the one who complained."""
    return klage.letter.recipient_id in actor.writing


def can_prepare(actor: Actor, klage: Klage) -> bool:
    return may_prepare(actor, klage) and allows(TRANSITIONS, State(klage.state), Act.PROPOSE)


def may_preview(actor: Actor, klage: Klage) -> bool:
    """The letter as it will look, while an answer is proposed."""
    return handles(actor, klage.county_id) and klage.state == State.PROPOSED


def can_decide(actor: Actor, klage: Klage) -> bool:
    return may_decide(actor, klage) and allows(TRANSITIONS, State(klage.state), Act.RETURN)


def can_register_answer(actor: Actor, klage: Klage) -> bool:
    return may_prepare(actor, klage) and allows(TRANSITIONS, State(klage.state), Act.CONFIRM)


def can_withdraw(actor: Actor, klage: Klage) -> bool:
    return may_withdraw(actor, klage) and allows(TRANSITIONS, State(klage.state), Act.WITHDRAW)


def shown_state(actor: Actor, klage: Klage) -> State:
    """As this person sees it: while the letter can be stopped, the complainant sees nothing of what it tells."""
    state = State(klage.state)
    if not klage.untold or state is State.WITHDRAWN or handles(actor, klage.county_id):
        return state
    return State.FORWARDED if state in _ANSWERED_ABOVE else State.RECEIVED


def reads_answer(actor: Actor, klage: Klage) -> bool:
    """What is proposed is Statsforvalteren's until it is decided, and its letter has left."""
    told = not klage.untold or klage.state in {*_ANSWERED_ABOVE, State.WITHDRAWN}
    return handles(actor, klage.county_id) or (klage.is_decided and told)


def reads_answer_from_above(actor: Actor, klage: Klage) -> bool:
    told = not klage.untold or klage.state not in _ANSWERED_ABOVE
    return bool(klage.answer_file) and (told or handles(actor, klage.county_id))


_ANSWERED_ABOVE = frozenset({State.CONFIRMED, State.RECEIVED})  # once it has been decided here


def outcomes_for(klage: Klage) -> list[Outcome]:
    """What may be proposed. What has been changed above is changed here; only a late one is dismissed."""
    if klage.answer == Answer.REVERSE:
        return [Outcome.UPHOLD]
    received = timezone.localdate(klage.received_at)
    if not may_be_heard(received, decided=klage.letter.decided_on, by=klage.due):
        return [Outcome.DISMISS]
    late = [Outcome.DISMISS] if klage.is_late and not klage.answer else []
    return [Outcome.UPHOLD, Outcome.FORWARD, *late]
