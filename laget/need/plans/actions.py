from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network
from laget.base.actors.queries import network_of, partners_of
from laget.base.audit.record import By
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks
from laget.base.cycle.models import Round
from laget.base.questions import actions
from laget.base.questions.answers import layout_of
from laget.base.questions.models import Reach, Version
from laget.base.questions.states import Act
from laget.base.questions.tasks import task_about
from laget.base.refusals import NotInOrder
from laget.need.catalogue.queries import choices_in
from laget.need.plans.due import role_of, settle_due
from laget.need.plans.models import Adoption, Plan, Publication
from laget.need.plans.permissions import answers_to_everyone, leads
from laget.need.plans.queries import beginning, last_years, writing_partners
from laget.need.plans.start import first_answers
from laget.need.plans.states import TRANSITIONS
from laget.need.plans.steering_queries import standing


@transaction.atomic
def begin_plan(
    round: Round, *, party: UUID, form: str, partners: Sequence[UUID] = (), actor: Actor, at: datetime
) -> Plan:
    """A plan on one of the forms, to be written by the party and its partners.

    It starts from last year's when there was one, else from what is common to such plans. Raises PermissionDenied for
    whoever doesn't lead the party, and NotInOrder when somebody has begun it already.
    """
    lock_round(round)
    if not leads(actor, party):
        raise PermissionDenied
    found = beginning(actor, round, party=party, form=form)
    if found is None:
        raise NotInOrder(_("Denne planen er begynt allerede. Du finner den i lista."))
    chosen = [each for each in writing_partners(found.party, round, day=actor.day) if each.pk in partners]
    if len(chosen) < len(partners):
        raise PermissionDenied
    network, before = network_of(found.party, county=round.county_id, day=actor.day), last_years(round, party, form)
    plan = actions.begin(
        Plan,
        round,
        party=party,
        form=form,
        owner_id=None if party == (network and network.pk) else party,
        network=network,
        given=_given(round, network, day=actor.day),
        rolled_from=before,
        at=at,
    )
    plan.partners.set(chosen)
    plan.answers = dict(before.content["answers"]) if before else first_answers(plan.form, form)
    plan.save(update_fields=["answers"])
    _ask_to_write(plan, at=at)
    detail = {"form": form, "partners": sorted(str(each) for each in partners)}
    actions.record_act(plan, Act.OPEN, by=actor.by(party), at=at, after=plan.state, detail=detail)
    return plan


@transaction.atomic
def propose_plan(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Lay it before those who adopt it. From now on it can't be written in, unless it comes back. Raises NotReady."""
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.PROPOSE, TRANSITIONS, at=at)
    actions.refuse_unless_ready(plan, layout_of(plan), revision=revision, at=at)
    version = actions.freeze(plan, rests_on=[plan.rolled_from] if plan.rolled_from else (), by=by, actor=actor, at=at)
    detail = {"sha256": version.sha256}
    actions.record_act(plan, Act.PROPOSE, by=by, at=at, before=before, after=after, detail=detail)
    return version


@transaction.atomic
def return_plan(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """It wasn't adopted as it is: it is written in again. Raises TransitionNotAllowed."""
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.RETURN, TRANSITIONS, at=at)
    actions.send_back(_last(plan), reason=reason, by=by, actor=actor, at=at)
    actions.record_act(plan, Act.RETURN, by=by, at=at, before=before, after=after)


@transaction.atomic
def adopt_plan(
    pk: UUID,
    *,
    body: str,
    decided_on: date,
    reference: str = "",
    link: str = "",
    public: bool = False,
    actor: Actor,
    at: datetime,
) -> Adoption:
    """Write down who adopted it and when. Everyone in the network reads it from now on, or in the county; and everyone
    there is, if it was adopted as public.

    The body decides outside Laget; whoever writes it down answers for that it did. Raises TransitionNotAllowed.
    """
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.ADOPT, TRANSITIONS, reach=Reach.NETWORK, at=at)
    version = _last(plan)
    adoption = Adoption.objects.create(
        version=version,
        body=body,
        decided_on=decided_on,
        reference=reference,
        link=link,
        at=at,
        by=actor.person,
        by_role=by.role,
    )
    actions.send_out(version, at=at)
    close_tasks(about=pk, at=at)
    settle_due(plan, at=at)
    if plan.rolled_from:
        settle_due(Plan.objects.get(pk=plan.rolled_from.document_id), at=at)
    detail = {"sha256": version.sha256, "decided_on": decided_on.isoformat()}
    actions.record_act(plan, Act.ADOPT, by=by, at=at, before=before, after=after, detail=detail)
    if public:
        if not answers_to_everyone(plan.party):
            raise PermissionDenied
        _show(plan, version, public=True, actor=actor, by=by, at=at)
    return adoption


@transaction.atomic
def show_plan(pk: UUID, *, public: bool, actor: Actor, at: datetime) -> None:
    """Let everyone read what was adopted last, but for who does what in it; or take it away from them again.

    Raises NotInOrder for a plan that isn't adopted, and PermissionDenied for those of private owners.
    """
    plan, by = _led(pk, actor=actor)
    version = standing(plan)
    if not answers_to_everyone(plan.party):
        raise PermissionDenied
    if version is None:
        raise NotInOrder(_("Planen er ikke vedtatt ennå."))
    _show(plan, version, public=public, actor=actor, by=by, at=at)


@transaction.atomic
def revise_plan(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Write the next version of it. The one that is adopted stands until the next one is."""
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.REVISE, TRANSITIONS, at=at)
    _ask_to_write(plan, at=at)
    actions.record_act(plan, Act.REVISE, by=by, at=at, before=before, after=after)


@transaction.atomic
def set_aside_plan(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Nobody goes on with it, and nobody is asked to. What is written is kept, and what is adopted stands.

    Raises TransitionNotAllowed.
    """
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.SET_ASIDE, TRANSITIONS, at=at)
    close_tasks(about=pk, at=at)
    actions.record_act(plan, Act.SET_ASIDE, by=by, at=at, before=before, after=after)


@transaction.atomic
def take_up_plan(pk: UUID, *, actor: Actor, at: datetime) -> None:
    """Write on one that was set aside, from where it was left. Raises TransitionNotAllowed."""
    plan, by = _led(pk, actor=actor)
    before, after = actions.move(plan, Act.TAKE_UP, TRANSITIONS, at=at)
    _ask_to_write(plan, at=at)
    actions.record_act(plan, Act.TAKE_UP, by=by, at=at, before=before, after=after)


def _ask_to_write(plan: Plan, *, at: datetime) -> None:
    title = gettext_noop("Revidere plan") if standing(plan) else gettext_noop("Skrive plan")
    open_tasks([task_about(plan, title, party=plan.party_id, role=role_of(plan.party), due=None, at=at)])


def _led(pk: UUID, *, actor: Actor) -> tuple[Plan, By]:
    """The plan, locked, with who acts. Raises PermissionDenied for whoever doesn't lead those whose it is."""
    plan = actions.locked(Plan, pk, actor=actor)
    if not leads(actor, plan.party_id):
        raise PermissionDenied
    return plan, actor.by(plan.party_id)


def _show(plan: Plan, version: Version, *, public: bool, actor: Actor, by: By, at: datetime) -> None:
    Publication.objects.create(version=version, public=public, at=at, by=actor.person, by_role=by.role)
    act = Act.PUBLISH if public else Act.WITHDRAW
    actions.record_act(plan, act, by=by, at=at, detail={"sha256": version.sha256})


def _last(plan: Plan) -> Version:
    return actions.latest_versions([plan.pk])[0]


def _given(round: Round, network: Network | None, *, day: date) -> dict[str, Any]:
    universities = partners_of(network, kinds=round.rules.partners, day=day) if network else ()
    partners = [[str(each.pk), each.name] for each in universities]
    return {"lists": {"partners": partners, "catalogue": choices_in(round.county_id)}}
