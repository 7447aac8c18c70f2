"""Who may do what, as truth tables: every person of the county in every state. What is not in a table is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from laget.base.accounts import permissions as accounts
from laget.base.accounts.roles import HELD_AT, Place, Role
from laget.base.actors.models import Forum
from laget.base.cycle import permissions as cycle
from laget.base.questions import permissions as questions
from laget.base.questions.models import Document
from laget.base.questions.states import State
from laget.effect.reports import permissions as reports
from laget.effect.reports.models import Report
from laget.grant.allocation import permissions as allocation
from laget.grant.beslutningsgrunnlag import permissions as beslutningsgrunnlag
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.innstilling import permissions as innstilling
from laget.grant.innstilling.models import Innstilling
from laget.grant.tilsagn import permissions as tilsagn
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.need.assessments import permissions as assessments
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding import permissions as behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.people import AUTUMN, World

SUMMER = AUTUMN + timedelta(days=240)
DRAFT, RETURNED, SIGNING, PROPOSED = State.DRAFT, State.RETURNED, State.SIGNING, State.PROPOSED
SUBMITTED, GIVEN = State.SUBMITTED, State.GIVEN
OPEN = (DRAFT, RETURNED)
Table = list[tuple[Callable[..., bool], str, tuple[State, ...]]]

SOLBAKKEN: Table = [
    (questions.can_write, "kari knut", OPEN),
    (assessments.can_submit, "kari", OPEN),
    (assessments.can_return, "ola", (SUBMITTED,)),
]
INDEROY: Table = [
    (questions.can_write, "ola", OPEN),
    (behovsmelding.can_submit, "ola", OPEN),
    (behovsmelding.can_return, "nina", (SUBMITTED,)),
]
INNHERRED: Table = [
    (questions.can_write, "nina tom dina", OPEN),
    (beslutningsgrunnlag.can_freeze, "nina tom dina", OPEN),
    (beslutningsgrunnlag.can_reopen, "nina tom dina", (SIGNING,)),
]
FORUM: Table = [
    (questions.can_write, "siri arne", OPEN),
    (innstilling.can_submit, "siri", OPEN),
    (innstilling.can_return, "eva", (SUBMITTED,)),
]
TO_NORD: Table = [
    (questions.can_write, "eva dag", OPEN),
    (tilsagn.can_propose, "eva", OPEN),
    (tilsagn.can_give, "dag", (PROPOSED,)),
    (tilsagn.can_return, "dag", (PROPOSED,)),
    (tilsagn.can_send, "eva", (GIVEN,)),
]
OF_NORD: Table = [
    (questions.can_write, "tom", OPEN),
    (reports.can_submit, "tom", OPEN),
    (reports.can_judge, "eva", (SUBMITTED,)),
]
DOCUMENTS: list[tuple[type[Document], dict[str, Any], Table]] = [
    (Assessment, {"subject__name": "Solbakken barnehage"}, SOLBAKKEN),
    (Behovsmelding, {"subject__name": "Inderøy kommune"}, INDEROY),
    (Beslutningsgrunnlag, {"subject__name": "Innherred"}, INNHERRED),
    (Innstilling, {}, FORUM),
    (Tilsagn, {"subject__name": "Nord universitet"}, TO_NORD),
    (Report, {"subject__name": "Nord universitet"}, OF_NORD),
]


def test_every_document_in_every_state_for_everyone(world: World) -> None:
    world.carry("report")
    Letter.objects.update(delivery=Letter.Delivery.READY)  # as each is until it is sent
    for kind, which, table in DOCUMENTS:
        document = kind._default_manager.get(**which)
        for may, names, states in table:
            found = set()
            for state in State:
                document.state = state
                found |= {(name, state) for name in world.people if may(world.act(name, SUMMER), document)}
            assert found == {(name, state) for name in names.split() for state in states}, (kind.KIND, may.__name__)


def test_a_beslutningsgrunnlag_is_sent_back_by_the_forums_secretary(world: World) -> None:
    world.carry("sign")
    forum = Forum.objects.get(pk=world.forum.pk)
    document = Beslutningsgrunnlag.objects.get(subject__name="Innherred")
    found = set()
    for state in State:
        document.state = state
        can = beslutningsgrunnlag.can_return
        found |= {(name, state) for name in world.people if can(world.act(name, SUMMER), document, forum)}
    assert found == {("arne", SUBMITTED)}


def test_what_each_may_begin(world: World) -> None:
    county, round, forum = world.county, world.round, world.forum
    innherred, fosen = world.network("Innherred"), world.network("Fosen")
    ppt = world.network("PPT-ledernettverket")
    table: dict[str, tuple[Callable[[Any], bool], str]] = {
        "manage people": (lambda actor: accounts.may_manage(actor, county), "ada"),
        "open a round": (lambda actor: cycle.may_open_round(actor, county), "eva ada"),
        "set a date in Innherred": (
            lambda actor: cycle.may_set_local_date(actor, round, innherred, "behovsmelding"), "nina",
        ),
        "set the county's date": (lambda actor: cycle.may_set_local_date(actor, round, innherred, "tilsagn"), ""),
        "ask the owners in Innherred": (lambda actor: behovsmelding.may_ask(actor, innherred), "nina"),
        "ask the owners in Fosen": (lambda actor: behovsmelding.may_ask(actor, fosen), "pål"),
        "ask the PPT leaders": (lambda actor: behovsmelding.may_ask(actor, ppt), ""),
        "try a key": (lambda actor: allocation.may_try(actor, round), "siri mons arne eva dag"),
        "adopt the frames": (lambda actor: allocation.may_adopt(actor, forum), "siri"),
        "ask the partnerships": (lambda actor: beslutningsgrunnlag.may_ask(actor, forum), "arne"),
        "begin the innstilling": (lambda actor: innstilling.may_open(actor, forum), "siri arne"),
        "prepare tilsagn": (lambda actor: tilsagn.may_prepare(actor, county.pk), "eva"),
        "ask for reports": (lambda actor: reports.may_ask(actor, county.pk), "eva"),
    }  # fmt: skip
    found = {what: {name for name in world.people if may(world.act(name))} for what, (may, _names) in table.items()}
    assert found == {what: set(names.split()) for what, (_may, names) in table.items()}


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_at_its_own_kind_of_party_alone(world: World, role: Role) -> None:
    at = {
        Place.VIRKSOMHET: world.parties["Solbakken barnehage"],
        Place.OWNER: world.parties["Inderøy kommune"],
        Place.NETWORK: world.parties["Innherred"],
        Place.PARTNER: world.parties["DMMH"],
        Place.FORUM: world.parties["Samarbeidsforum i Trøndelag"],
        Place.COUNTY: world.parties["Trøndelag"],
    }
    assert {place for place, party in at.items() if accounts.can_be_held_at(role, party)} == {HELD_AT[role]}
