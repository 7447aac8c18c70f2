"""Many municipalities' project descriptions, each different, so that what is said of them all can be counted."""

from collections.abc import Mapping
from random import Random
from typing import Any

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import Kind, Membership, Network, Sector
from laget.base.questions.actions import save_answers
from laget.config.sample.synthesis import sum_up
from laget.need.plans import actions
from laget.need.plans.models import Plan
from testing.people import AUTUMN, SINCE, World, make_organisation

__all__ = ["NAMES", "adopt", "describe", "said_by", "sum_up"]

FIRST, LAST = ("Fjell", "Sund", "Nes", "Elve", "Skog"), ("vik", "dal", "bygd", "øy")
NAMES = [f"{first}{last} kommune" for last in LAST for first in FIRST]
SITUATIONS = (
    "Flere barn strever med språk og begrepslæring.",
    "Vi ser mer skolefravær, og elever med autismespekterforstyrrelser som ikke får nok hjelp.",
    "Mange elever har utfordringer med regulering og atferd.",
    "Tverrfaglig samarbeid er i gang, men PPT er langt unna.",
)


def said_by(number: int) -> dict[str, Any]:
    """What one of them answers, the same each time."""
    dice = Random(number)
    ends = dice.choice((2027, 2028, 2029))
    typed = {
        "aim": f"Alle barn i {NAMES[number]} skal høre til i et fellesskap.",
        "uses": dice.sample(("units", "analysis", "coordinator"), dice.randint(1, 3)),
        "uh": dice.choice(("agreed", "agreed", "agreed", "talking", "no")),
        "statped": "steady" if number == 0 else "when_needed",
        "statped_how": "Statped kan bidra med kompetanse om ASK." if dice.random() < 0.6 else "",
        "units_with": dice.choice(("all", "some")),
        "units_public": "400" if number == 4 else str(dice.randint(10, 30)),
        "units_private": str(dice.randint(0, 9)) if number % 3 else "",
        "target_groups": dice.sample(("kindergarten", "school", "sfo", "ppt", "leaders"), dice.randint(1, 5)),
        "challenges": [],
        "target_more": "Gutter som faller utenfor." if number in (3, 7) else "",
        "situation": SITUATIONS[number % len(SITUATIONS)],
        "needs": dice.choice(SITUATIONS),
        "organising": "En styringsgruppe og en arbeidsgruppe.",
        "interdisciplinary": "Vi møtes hver måned med PPT og helsestasjonen.",
    }
    return {
        **typed,
        **_item("phases", title="Hele perioden", start="2025-08-01", end=f"{ends}-06-30"),
        **_item("subgoals", title="Tidlig hjelp"),
        **_item("organisation", title="Styringsgruppe", role="steering", who="Kommunalsjef og PPT-leder"),
        **_item("anchoring", title="Oppvekstplan"),
    }


def _item(section: str, **said: str) -> dict[str, Any]:
    """One of those that are added to a section."""
    return {section: ["00000001"], **{f"{section}.00000001.{key}": text for key, text in said.items()}}


def describe(world: World, n: int = 20) -> dict[str, Mapping[str, Any]]:
    """So many municipalities of Innherred and Fosen, each with its project description adopted: {name: answers}."""
    found: dict[str, Mapping[str, Any]] = {}
    for number in range(n):
        network = Network.objects.get(county=world.county, key="innherred" if number % 2 else "fosen")
        owner = make_organisation(world.county, NAMES[number], Kind.MUNICIPALITY, Sector.PUBLIC)
        Membership.objects.create(network=network, owner=owner, valid_from=SINCE)
        person = Person.objects.create_user(f"eier{number}@laget.example", name=f"Eier {number}", is_sample=True)
        HeldRole.objects.create(person=person, role=Role.OWNER, party=owner, valid_from=SINCE)
        said = said_by(number)
        adopt_description(world, person, said)
        found[owner.name] = said
    return found


def adopt_description(world: World, person: Person, said: Mapping[str, Any]) -> Plan:
    """Written and adopted by those whose it is."""
    actor = actor_for(person, day=AUTUMN.date())
    (party,) = actor.where(Role.OWNER)
    plan = actions.begin_plan(world.round, party=party, form="plan_description", actor=actor, at=AUTUMN)
    adopt(plan, said, person)
    return plan


def adopt(plan: Plan, said: Mapping[str, Any], person: Person) -> None:
    """Answer a plan that is open, and have it adopted."""
    actor = actor_for(person, day=AUTUMN.date())
    revision = save_answers(plan.pk, answers=said, revision=plan.revision, actor=actor, at=AUTUMN).revision
    actions.propose_plan(plan.pk, revision=revision, actor=actor, at=AUTUMN)
    actions.adopt_plan(plan.pk, body="Kommunestyret", decided_on=AUTUMN.date(), actor=actor, at=AUTUMN)
