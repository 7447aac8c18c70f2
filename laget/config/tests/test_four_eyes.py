"""Four eyes and habilitet: nobody decides what they have had a hand in or are tied to, by any of the ways there are.

Every deciding step is tried by page and by SQL, in the name of everyone who may not; the API and the admin have no way
in at all. The steps are those of the tables and acts in each `states.py`: a new one without a line here fails.
"""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from laget.base.accounts.models import Person
from laget.base.cycle.proposals import Proposal
from laget.config.environment import ROOT
from laget.config.tests.eyes import forum_scenes, ranked_scenes, scenes
from laget.config.tests.eyes.step import Step
from laget.config.tests.matrix.calls import Callers
from laget.config.tests.matrix.cast import Someone
from laget.config.tests.matrix.routes import routes_in_resolver
from laget.effect.opened.api import api
from testing.letters import letters_set_once
from testing.people import World, build_world
from testing.ranking import build_ranked_world

# Each scene, and the steps that it tries.
SCENES: dict[Callable[[World], list[Step]], str] = {
    scenes.in_the_county: (
        "tilsagn.give tilsagn.return changes.decide changes.decline corrections.decide corrections.decline "
        "klage.propose klage.return klage.uphold klage.forward klage.dismiss klage.confirm klage.reverse klage.annul "
        "payments.approve payments.decline payments.register"
    ),
    scenes.of_signatures: "beslutningsgrunnlag.sign",
    scenes.of_frames: "allocation.adopt",
    scenes.of_reports: "reports.approve reports.return",
    forum_scenes.before_it_begins: "forum.withdraw",
    forum_scenes.in_the_room: "forum.agree forum.call_vote forum.postpone forum.propose forum.take_up forum.remark",
    forum_scenes.when_it_votes: "forum.vote",
    forum_scenes.when_it_counts: "forum.adopt forum.reject",
    forum_scenes.when_it_is_over: "forum.approve",
    ranked_scenes.of_scores: "ranking.score",
    ranked_scenes.of_a_ranking: "ranking.move ranking.give_rest ranking.put_on_agenda",
    ranked_scenes.of_a_ranking_that_is_decided: "",
}
RANKED = {ranked_scenes.of_scores, ranked_scenes.of_a_ranking, ranked_scenes.of_a_ranking_that_is_decided}

# What decides nothing: it prepares, sends, plans, is said of oneself, or follows from what was decided.
OTHERS = {
    "beslutningsgrunnlag": "freeze reopen submit return consider",
    "innstilling": "submit return consider",
    "tilsagn": "propose send",
    "changes": "propose withdraw",
    "corrections": "propose withdraw",
    "klage": "complain withdraw",
    "payments": "prepare withdraw receive",
    "reports": "submit",
    "delivery": (
        "start change spend unspend add_material remove_material tie untie open join leave plan finish cancel ask "
        "answer begin note move rest_on choose take_up"
    ),
    "events": (
        "plan change open close move cancel hold sign_up withdraw confirm attend fund settle evaluate forget remind"
    ),
    "oppfolging": "offer accept decline arrange reach finish end",
    "forum": "plan change list call cancel open attend close declare lift recuse take_back",
    "ranking": "take_in appoint assign declare lift begin send",
}


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nobody_decides_who_may_not(scene: Callable[[World], list[Step]], here: None) -> None:
    with letters_set_once():
        world = build_ranked_world() if scene in RANKED else build_world()
        steps = scene(world)
        assert sorted(act for step in steps for act in step.acts.split()) == sorted(SCENES[scene].split())
        callers = Callers(world.people)
        through = [f"{step.page}: {what}" for step in steps for what in _gets_through(step, world, callers)]
    assert through == []


def _gets_through(step: Step, world: World, callers: Callers) -> list[str]:
    """Everyone who decided it and should not have; and the one who should have, and could not."""
    found = []
    for name in step.wrong.split():
        if changed := callers.call(Someone(name), "POST", step.page, step.posted).changed:
            found.append(f"{name} by page changed {sorted(changed)}")
        if step.sql and name not in step.by_page_alone.split() and _does(step.sql, world.people[name]):
            found.append(f"{name} by SQL")
    if step.right:
        if not callers.call(Someone(step.right), "POST", step.page, step.posted).changed:
            found.append(f"{step.right} could not, by page")
        if step.sql and not _does(step.sql, world.people[step.right]):
            found.append(f"{step.right} could not, by SQL")
    return found + [f"in nobody's name: {sql}" for sql in step.never if _does(sql, None)]


def _does(sql: str, person: Person | None) -> bool:
    """Whether the database lets it be done, as the user that Laget itself is there. Undone, either way."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in sql.split(";"):
                cursor.execute(statement, {"who": person.pk} if person else None)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


# -- Every step there is ------------------------------------------------------------------------------


def test_every_act_is_a_deciding_step_or_said_to_be_none() -> None:
    deciding = {act for acts in SCENES.values() for act in acts.split()} - {"allocation.adopt"}  # has no states
    others = {f"{app}.{act}" for app, acts in OTHERS.items() for act in acts.split()}
    assert deciding & others == set()
    assert deciding | others == _every_act()


def _every_act() -> set[str]:
    """Those of the tables, and of each app's own acts: what is done to money and cases is in `grant` and `effect`."""
    found = set()
    for path in [*ROOT.glob("laget/grant/*/states.py"), *ROOT.glob("laget/effect/*/states.py")]:
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, value in vars(module).items():
            own = isinstance(value, type) and name.endswith("Act") and value.__module__ == module.__name__
            acts = list(value) if own else []
            if isinstance(value, dict) and all(isinstance(key, tuple) for key in value):
                acts = [act for _state, act in value]
            found |= {f"{path.parent.name}.{act.value}" for act in acts}
    return found


def test_every_name_that_decides_is_asked_for_by_the_database(db: None) -> None:
    """A column that says who decided has a trigger that asks for the role, and one that keeps the two apart."""
    columns = {
        (model._meta.db_table, field.attname)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name in ("decided_by", "approved_by", "adopted_by")
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%%_holds_the_role'")
        asked = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_{column.removesuffix('_id')}_holds_the_role" for table, column in columns} <= asked
    kept = {model._meta.db_table for model in apps.get_models() if issubclass(model, Proposal)}
    assert kept == {"changes_change", "corrections_correction"}


# -- The ways that are not there ----------------------------------------------------------------------


def test_the_api_decides_nothing() -> None:
    methods = {method for path in api.get_openapi_schema()["paths"].values() for method in path}
    assert methods == {"get"}
    addresses = [address for _name, address in routes_in_resolver() if address.startswith("/api/")]
    assert len(addresses) > 3
    client = Client()
    for address in addresses:
        there = re.sub("<[^>]+>", str(uuid4()), address)
        refused = {getattr(client, method)(there).status_code for method in ("post", "put", "patch", "delete")}
        assert refused <= {401, 404, 405}, (address, refused)


def test_there_is_no_admin_and_no_superuser() -> None:
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
    assert not list(ROOT.glob("laget/**/admin.py"))
    assert not [name for name, address in routes_in_resolver() if "admin" in f"{name}{address}"]
    fields = {field.name for field in Person._meta.get_fields()}
    assert fields & {"is_staff", "is_superuser", "user_permissions", "groups"} == set()
    assert not hasattr(Person.objects, "create_superuser")
    assert not hasattr(Person, "has_perm")
