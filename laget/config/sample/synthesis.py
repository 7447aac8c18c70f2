"""Syntheses of the sample county's needs and projects: of each, one is published to all, and one is being written."""

from datetime import date, datetime, time

from laget.base.accounts.actor import actor_for
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.config.sample.year import OSLO
from laget.effect.synthesis import actions, queries
from laget.effect.synthesis.actions import Selection
from laget.effect.synthesis.models import Audience, Synthesis
from laget.effect.synthesis.picture import picture_of

# By what is summed up: the secretary's, which everyone may read, and a koordinator's, which is being written.
TITLES = {
    "behovsmelding": ("Det eierne trenger", "Behovene i nettverket"),
    "plan_description": ("Slik vil kommunene arbeide", "Slik vil kommunene i nettverket arbeide"),
}
OWN_TEXTS = {
    "need": "Behovene ligner mer på hverandre enn vi trodde. Det taler for felles tiltak på tvers av nettverkene.",
    "statped": "Der Statped er ønsket, bør de komme inn sammen med UH.",
}


def sum_up(county: County, *, today: date, kind: str = "behovsmelding") -> list[Synthesis]:
    """As of a day: the secretary's is frozen, and a koordinator's is a draft."""
    at = datetime.combine(today, time(9), tzinfo=OSLO)
    secretary = _holding(Role.FORUM_SECRETARY, county, kind, today)
    koordinator = _holding(Role.COORDINATOR, county, kind, today)
    title, title_of_draft = TITLES[kind]
    frozen = _make(secretary, kind, title, at)
    actor = actor_for(secretary.person, day=today)
    for section, text in OWN_TEXTS.items():
        actions.write_passage(frozen.pk, section=section, text=text, opened="", actor=actor, at=at)
    version = queries.versions_in(actor, frozen)[0]
    question = "need" if kind == "behovsmelding" else "situation"
    words = str(version.content["answers"][question]).split(". ")[0]
    actions.quote(frozen.pk, version=version.pk, question=question, text=words, actor=actor, at=at)
    frozen.refresh_from_db()
    seen = picture_of(frozen, actor, audience=Audience.PUBLIC).sha256
    actions.freeze_synthesis(frozen.pk, audience=Audience.PUBLIC, seen=seen, actor=actor, at=at)
    return [frozen, _make(koordinator, kind, title_of_draft, at)]


def _make(held: HeldRole, kind: str, title: str, at: datetime) -> Synthesis:
    actor = actor_for(held.person, day=at.date())
    return actions.make_synthesis(held.party, selection=Selection(kind, title), actor=actor, at=at)


def _holding(role: Role, county: County, kind: str, today: date) -> HeldRole:
    """The first by name for whom there is something to sum up. Raises ValueError when there is none."""
    held = HeldRole.objects.at(today).filter(role=role, party__county=county).select_related("person", "party")
    for each in held.order_by("party__sort_key", "pk"):
        if queries.documents_of(actor_for(each.person, day=today), each.party, kind, {}).exists():
            found: HeldRole = each
            return found
    raise ValueError(role)
