"""The project descriptions of twenty municipalities in the sample county: alike in much, and each its own."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind
from laget.base.cycle.models import Round
from laget.base.questions.actions import save_answers
from laget.need.plans.actions import adopt_plan, begin_plan, propose_plan
from laget.need.plans.models import Plan

TEXTS: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "descriptions.toml").read_text("utf-8"))
MANY = 20
_WRITTEN = ("aim", "situation", "needs", "uh_how", "organising", "interdisciplinary")
_STATPED = ("when_needed", "when_needed", "when_needed", "with_uh", "with_uh", "asked", "no_capacity", "none")
_UNITS = ("all", "all", "all", "pilots", "some", "undecided")
_CHALLENGES = ("attention", "speech", "behaviour", "delayed_language", "socioemotional", "autism", "absence")


def describe_projects(round: Round, *, at: datetime) -> list[Plan]:
    """Each written and adopted by those whose it is. Raises ValueError where there are too few municipalities."""
    owners = HeldRole.objects.at(at.date()).filter(role=Role.OWNER, party__county=round.county_id)
    found = owners.filter(party__organisation__kind=Kind.MUNICIPALITY).select_related("person", "party")
    one_each = {each.party_id: each for each in found.order_by("party__sort_key", "-pk")}
    held = list(one_each.values())[:MANY]
    if len(held) < MANY:
        raise ValueError(len(held))
    return [_describe(round, each, said_by(number), at) for number, each in enumerate(held)]


def said_by(number: int) -> dict[str, Any]:
    """What one of them answers, the same each time."""
    dice = Random(number)
    statped, units = dice.choice(_STATPED), dice.choice(_UNITS)
    alone = dict(TEXTS["alone"][number // 5]) if number % 5 == 0 else {}
    role = alone.pop("role", "working_group")
    said = {
        **{key: dice.choice(TEXTS[key]) for key in _WRITTEN},
        "uses": dice.sample(("units", "municipality", "across", "analysis", "coordinator"), dice.randint(2, 4)),
        "uh": dice.choice(("agreed", "agreed", "talking")),
        "statped": statped,
        "statped_how": dice.choice(TEXTS["statped"][statped]),
        "units_with": units,
        "units_how": dice.choice(TEXTS["units"][units]),
        "units_public": str(dice.randint(6, 24)),
        "units_private": str(dice.randint(1, 6)) if dice.random() < 0.7 else "",
        "target_groups": [
            "kindergarten",
            "school",
            *dice.sample(("sfo", "ppt", "leaders", "health"), dice.randint(1, 4)),
        ],
        "target_more": dice.choice(TEXTS["target_more"]) if dice.random() < 0.4 else "",
        "challenges": dice.sample(_CHALLENGES, dice.randint(2, 4)),
        **alone,
    }
    ends = dice.choice((2026, 2027, 2027, 2028))
    phases = [
        {"title": "Forankring og kartlegging", "start": "2025-01-01", "end": "2025-06-30"},
        {"title": "Tiltak i barnehager og skoler", "start": "2025-08-01", "end": f"{ends}-06-30"},
    ]
    roles = [
        {"title": "Styringsgruppe", "role": "steering", "mandate": "Velger retning, og godkjenner mandat og plan."},
        {"title": "De som driver arbeidet", "role": role, "mandate": "Driver arbeidet mellom møtene."},
    ]
    goals = [{"title": t, "seen_by": seen} for t, seen in dice.sample(TEXTS["subgoals"], dice.randint(1, 3))]
    plans = [{"title": title} for title in dice.sample(TEXTS["anchoring"], dice.randint(1, 2))]
    added = {"phases": phases, "organisation": roles, "subgoals": goals, "anchoring": plans}
    return said | {path: each for section, things in added.items() for path, each in _added(section, things).items()}


def _added(section: str, things: list[dict[str, str]]) -> dict[str, Any]:
    ids = [f"{number:08x}" for number in range(1, len(things) + 1)]
    told = {f"{section}.{id}.{key}": text for id, each in zip(ids, things, strict=True) for key, text in each.items()}
    return {section: ids, **told}


def _describe(round: Round, held: HeldRole, said: Mapping[str, Any], at: datetime) -> Plan:
    actor = actor_for(held.person, day=at.date())
    plan = begin_plan(round, party=held.party_id, form="plan_description", actor=actor, at=at)
    gone = dict.fromkeys(path for path in plan.answers if path not in said)
    saved = save_answers(plan.pk, answers={**gone, **said}, revision=plan.revision, actor=actor, at=at)
    propose_plan(plan.pk, revision=saved.revision, actor=actor, at=at)
    adopt_plan(plan.pk, body="Kommunestyret", decided_on=at.date() - timedelta(days=14), actor=actor, at=at)
    return plan
