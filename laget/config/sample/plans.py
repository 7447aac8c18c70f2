"""Plans in the sample county: what they say, and who has theirs adopted."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind
from laget.base.cycle.models import Round
from laget.base.questions.actions import save_answers
from laget.need.plans.actions import adopt_plan, begin_plan, propose_plan
from laget.need.plans.models import Plan
from laget.need.plans.risk_actions import Judgement, review_risks
from laget.need.plans.states import Status
from laget.need.plans.steering_actions import say_how_it_goes
from laget.rules.risk import Risk

TEXTS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "plans.toml").read_text("utf-8"))


def plan_answers(form: str) -> dict[str, Any]:
    """What a plan on that form says, by path."""
    answers: dict[str, Any] = {}
    for key, said in TEXTS[form].items():
        if isinstance(said, list) and isinstance(said[0], dict):
            ids = [f"{number:08x}" for number in range(1, len(said) + 1)]
            answers[key] = ids
            answers |= {
                f"{key}.{id}.{name}": text for id, item in zip(ids, said, strict=True) for name, text in item.items()
            }
        else:
            answers[key] = said
    return answers


def write_plan(plan: Plan, *, actor: Actor, at: datetime) -> None:
    """All of it. What the form began with, and this doesn't say, is taken out."""
    said = plan_answers(plan.kind)
    gone = dict.fromkeys(path for path in plan.answers if path not in said)
    saved = save_answers(plan.pk, answers={**gone, **said}, revision=plan.revision, actor=actor, at=at)
    plan.revision, plan.answers = saved.revision, saved.answers


def make_plans(round: Round, *, at: datetime) -> list[Plan]:
    """A project plan that is adopted and followed up, one of measures being written, and a network's, proposed."""
    owners, networks = _first(Role.OWNER, round, at), _first(Role.COORDINATOR, round, at)
    adopted = _begin(round, owners[0], "plan_project", at)
    _propose(adopted, owners[0], at)
    actor = actor_for(owners[0].person, day=at.date())
    adopt_plan(
        adopted.pk,
        body="Kommunestyret",
        decided_on=at.date() - timedelta(days=7),
        reference="Sak 61/24",
        public=True,
        actor=actor,
        at=at,
    )
    _steer(adopted, actor, at)
    writing = _begin(round, owners[1], "plan_measures", at)
    write_plan(writing, actor=actor_for(owners[1].person, day=at.date()), at=at)
    proposed = _begin(round, networks[0], "plan_long_term", at)
    _propose(proposed, networks[0], at)
    return [adopted, writing, proposed]


def _steer(plan: Plan, actor: Actor, at: datetime) -> None:
    """It has gone as planned with one phase, not quite with another, and one risk has grown."""
    say_how_it_goes(plan.pk, item="phases.00000001", status=Status.DONE, actor=actor, at=at)
    say_how_it_goes(
        plan.pk,
        item="phases.00000002",
        status=Status.OFF_TRACK,
        deviation="To barnehager har ikke svart ennå.",
        remedy="Prosjektlederen besøker dem, og fristen er flyttet to uker.",
        actor=actor,
        at=at,
    )
    say_how_it_goes(plan.pk, item="success.00000001", status=Status.DONE, actor=actor, at=at)
    judgements = {
        "00000001": Judgement(Risk(4, 4), "Prosjektlederen har fått flere oppgaver."),
        "00000002": Judgement(Risk(3, 4), "Universitetet har satt av datoer."),
    }
    review_risks(plan.pk, held_on=at.date(), judgements=judgements, actor=actor, at=at)


def _first(role: Role, round: Round, at: datetime) -> list[HeldRole]:
    """The first two who hold it in the county: of the owners, those of municipalities."""
    held = HeldRole.objects.at(at.date()).filter(role=role, party__county=round.county_id)
    if role == Role.OWNER:
        held = held.filter(party__organisation__kind=Kind.MUNICIPALITY)
    return list(held.select_related("person", "party").order_by("party__sort_key", "pk")[:2])


def _begin(round: Round, held: HeldRole, form: str, at: datetime) -> Plan:
    actor = actor_for(held.person, day=at.date())
    return begin_plan(round, party=held.party_id, form=form, actor=actor, at=at)


def _propose(plan: Plan, held: HeldRole, at: datetime) -> None:
    actor = actor_for(held.person, day=at.date())
    write_plan(plan, actor=actor, at=at)
    propose_plan(plan.pk, revision=plan.revision, actor=actor, at=at)
