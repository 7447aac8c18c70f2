"""The two counties that the year is played in, and who is there.

Everything typed carries a canary, so that a paper that shows where it shouldn't is found by its words.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Party
from laget.base.audit.record import SYSTEM
from laget.base.county_forms.actions import change
from laget.base.county_forms.editing import move_question
from laget.base.cycle.actions import load_county_file
from laget.base.cycle.models import Round
from laget.base.cycle.reading import parse_county_file
from laget.base.cycle.setup import create_county
from laget.base.questions.file_actions import lay_by
from laget.base.questions.merging import NOWHERE
from laget.base.questions.models import Document
from laget.config.sample.world import partner_numbers
from laget.config.sample.year import SampleYear
from laget.config.tests.matrix.calls import Callers
from laget.config.tests.matrix.cast import MORE_PEOPLE, NOT_TODAY, SHORT_NAMES, oslo_file
from laget.config.tests.matrix.telling_scene import Told, tell
from laget.config.tests.matrix.things import Heard
from laget.need.voices.actions import close_listening, open_listening, register_voice
from laget.need.voices.models import Listening
from laget.need.voices.said import Said
from testing.county_forms import revision_of
from testing.pdf import blank_pdf
from testing.people import AUTUMN, SINCE, YEAR, World, _owner_with_units, build_world

# A question of each form whose answer is carried on to no other paper.
FREE_TEXT = {
    "assessment": "have",
    "behovsmelding": "situation",
    "beslutningsgrunnlag": "summary",
    "innstilling": "dissent",
    "tilsagn": "conditions",
    "report": "deviations",
    "plan_description": "aim",
    "plan_project": "connected",
    "plan_measures": "connected",
    "plan_long_term": "changes",
}


def canary(document: UUID) -> str:
    """Letters alone: digits in a row look like a number that tells who someone is, and are refused as such."""
    return "kanari" + document.hex.translate(_AS_LETTERS)


_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class SingingYear(SampleYear):
    """The sample's year, with a canary in every paper that is written in."""

    def write(self, document: Document, answers: dict[str, Any], actor: Actor, at: datetime) -> None:
        sung = {FREE_TEXT[document.kind]: f"Dette står bare her: {canary(document.pk)}."}
        super().write(document, {**answers, **sung}, actor, at)
        if document.kind == "behovsmelding":
            known: dict[str, Any] = {"path": "plan_file", "name": "plan.pdf", "content": blank_pdf(), "tab": NOWHERE}
            saved = lay_by(document.pk, revision=document.revision, actor=actor, at=at, **known)
            document.revision = saved.revision


@dataclass
class Stage:
    """The two counties at one moment of the year."""

    world: World = field(default_factory=build_world)
    oslo: County = field(init=False)
    oslo_round: Round = field(init=False)
    callers: Callers = field(init=False)
    listenings: dict[str, Listening] = field(init=False)
    told: Told = field(init=False)
    heard: ClassVar = {
        unit: Heard(unit, open=unit != "Havhesten barnehage")
        for unit in ("Solbakken barnehage", "Havhesten barnehage", "Furuset barnehage")
    }

    def __post_init__(self) -> None:
        self.sample = SingingYear(self.world.county, YEAR)
        self.oslo = _build_oslo(self.world)
        self.oslo_sample = SingingYear(self.oslo, YEAR)
        self.oslo_sample.open()
        self.oslo_round = self.oslo_sample.round
        move = partial(move_question, section="cooperation", key="statped", up=False)
        self.round = self.world.round
        ada, seen = self.world.act("ada"), revision_of(self.round)
        change(self.round, "behovsmelding", move, revision=seen, actor=ada, at=AUTUMN)
        self.callers = Callers(self.world.people)
        self.listenings = {unit: _listen(self, unit, open=heard.open) for unit, heard in self.heard.items()}
        self.told = tell(self.world, self.oslo)

    def act(self, name: str, at: datetime = AUTUMN) -> Actor:
        return self.world.act(name, at)

    def get(self, kind: type[Any], about: str) -> Any:
        return kind.objects.get(round=self.round, subject=self.world.parties[about])

    def document(self, kind: str, about: str) -> Document:
        return Document.objects.get(kind=kind, round=self.round, subject=self.world.parties[about])


def _listen(stage: Stage, unit: str, *, open: bool) -> Listening:
    """Six children heard on one theme, with a canary among the words."""
    party, leaders = stage.world.parties[unit].pk, ("kari", "per", "oline")
    actor = next(each for each in map(stage.act, leaders) if each.holds(Role.UNIT_LEADER, at=party))
    listening = open_listening(party, first=AUTUMN.date(), last=AUTUMN.date(), actor=actor, at=AUTUMN)
    register_voice(
        listening.pk,
        theme="community",
        way="talk",
        said=Said(6, 4, 1, 1, f"Dette står bare her: {canary(listening.pk)}."),
        revision=0,
        actor=actor,
        at=AUTUMN,
    )
    if not open:
        close_listening(listening.pk, actor=actor, at=AUTUMN)
    return Listening.objects.get(pk=listening.pk)


def _build_oslo(world: World) -> County:
    """The second county, with a person in every role that its year needs; then the rest of the cast."""
    file = parse_county_file(oslo_file())
    hinn = world.organisation("HINN").number
    fresh = (number for number in partner_numbers() if number > hinn)
    numbers = {key: hinn if key == "hinn" else next(fresh) for key in ("dmmh", "nord", "ntnu", "hinn")}
    oslo = create_county(file, by=SYSTEM, at=AUTUMN, numbers=numbers, sample=True)
    load_county_file(oslo_file(), county=oslo, by=SYSTEM, at=AUTUMN)
    _owner_with_units(oslo, "Oslo kommune", "0301", "innherred", ["Furuset barnehage"], [])
    world.parties.update((party.name, party) for party in Party.objects.filter(county=oslo))
    for county, prefix in ((world.county, ""), (oslo, "Oslos ")):
        for key, name in SHORT_NAMES.items():
            world.parties.update((prefix + name, party) for party in county.parties.filter(key=key))
    for name, roles in MORE_PEOPLE.items():
        person = Person.objects.create_user(f"{name}@laget.example", name=name.capitalize(), is_sample=True)
        world.people[name] = person
        for role, where in roles:
            HeldRole.objects.create(person=person, role=role, party=world.parties[where], valid_from=SINCE)
    Authenticator.objects.create(
        user=world.people["doris"], type=Authenticator.Type.WEBAUTHN, data={"name": "Doris sin nøkkel"}
    )
    today = timezone.localdate()
    for name in ("nils", "egil", "fia"):
        world.people[name] = Person.objects.create_user(f"{name}@laget.example", name=name.capitalize())
    for role, where in NOT_TODAY:
        held = {"role": role, "party": world.parties[where]}
        yesterday, soon = today - timedelta(days=1), today + timedelta(days=2)  # the tests may run past midnight
        HeldRole.objects.create(person=world.people["egil"], valid_from=SINCE, valid_to=yesterday, **held)
        HeldRole.objects.create(person=world.people["fia"], valid_from=soon, **held)
    return oslo
