"""The other sample counties: applications are ranked, and three ordninger go on at once, each at its own stage.

In Østmark working groups score before the forum ranks; in Nordvidda the networks rank their own first.
"""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction

from laget.base.accounts.actor import Actor, actor_for
from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Forum, Network, Organisation, Party
from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Round
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.cycle.setup import create_county
from laget.base.questions import actions as questions
from laget.config.sample import world as sample
from laget.config.sample.year import TEXTS
from laget.grant.allocation.actions import adopt_allocation
from laget.grant.allocation.queries import inputs_for
from laget.grant.forum.queries import holders_on
from laget.grant.ranking import actions, board_actions, score_actions
from laget.grant.ranking.models import Application, Group
from laget.grant.ranking.queries import applications_visible_to
from laget.need.behovsmelding.actions import ask_owners, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding

BESIDE = ("ostmark", "nordvidda")
YEAR = 2025
MEMBERS = 4  # of each working group


class Stage(StrEnum):
    """How far an ordning has come: who is at work in it."""

    WRITING = "writing"  # the owners
    SCORING = "scoring"  # the working group, all but done
    NETWORKS = "networks"  # the first has sent its ranking, the second has begun, and the others have not
    FORUM = "forum"  # it has begun to rank


@transaction.atomic
def build_beside(name: str, *, at: datetime) -> County:
    """The county with its people, and its three rounds as far as they have come. Does nothing when it is there."""
    path = COUNTIES / f"{name}.toml"
    file = read_county_file(path)
    if found := County.objects.filter(code=file.county.code).first():
        return found
    people = tomllib.loads((Path(__file__).parent / "beside" / f"{name}.toml").read_text(encoding="utf-8"))
    names = tomllib.loads((Path(__file__).parent / "trondelag.toml").read_text(encoding="utf-8"))
    taken = set(Organisation.objects.values_list("number", flat=True))
    numbers = dict(zip(file.partners, (n for n in sample.partner_numbers() if n not in taken), strict=False))
    county = create_county(file, by=SYSTEM, at=at, numbers=numbers, sample=True)
    County.objects.filter(pk=county.pk).update(email=f"post@statsforvalteren-{county.slug}.example")
    load_county_file(path.read_text(encoding="utf-8"), county=county, by=SYSTEM, at=at)
    world = sample.World(
        file,
        {"first_names": names["first_names"], "last_names": names["last_names"], **people},
        county,
        dice=random.Random(1905),
        networks={network.key: network for network in Network.objects.filter(county=county)},
        used_names=set(Person.objects.values_list("name", flat=True)),
        last_number=max((int(each) for each in taken if each.startswith("31")), default=310_000_000),
    )
    sample.people_of(world)
    year = _Rounds(county, at)
    for key, stage in people["stages"].items():
        year.carry(key, Stage(stage))
    return county


class _Rounds:
    """The rounds of the county, carried by its people through the same actions as the pages."""

    def __init__(self, county: County, at: datetime) -> None:
        self.county, self.at = county, at
        self.forum = Forum.objects.get(county=county)

    def carry(self, key: str, stage: Stage) -> None:
        officer = self.act(Role.CASE_OFFICER, self.county)
        round = open_round(self.county, year=YEAR, ordning=key, actor=officer, at=self.at)
        for network in Network.objects.filter(county=self.county):
            ask_owners(round, network=network, actor=self.act(Role.COORDINATOR, network), at=self.at)
        if stage is Stage.WRITING:
            return
        for document in Behovsmelding.objects.filter(round=round).order_by("subject__sort_key"):
            self._apply(document)
        inputs = inputs_for(round, day=self.at.date())
        leader = self.act(Role.FORUM_LEADER, self.forum)
        adopt_allocation(round, inputs=inputs, reference="Møte i høst, sak 3", actor=leader, at=self.at)
        actions.take_in(round, actor=self.act(Role.FORUM_SECRETARY, self.forum), at=self.at)
        if round.file.ranking.criteria:
            self._score(self._group(round), all_of_it=stage is Stage.FORUM)
        if round.file.ranking.networks_first:
            self._rank_in_networks(round, all_of_them=stage is Stage.FORUM)
        if stage is Stage.FORUM:
            later = self.at + timedelta(hours=1)
            board_actions.begin_ranking(round, actor=self.act(Role.FORUM_SECRETARY, self.forum), at=later)

    def act(self, role: Role, party: Party) -> Actor:
        held = HeldRole.objects.at(self.at.date()).filter(role=role, party=party).select_related("person")
        return actor_for(held.order_by("pk")[0].person, day=self.at.date())

    def _apply(self, document: Behovsmelding) -> None:
        owner = Party.objects.get(pk=document.party_id)
        actor, text = self.act(Role.OWNER, owner), TEXTS["behovsmelding"]
        dice = random.Random(f"{document.round.ordning.key} {owner.name}")
        themes = dice.sample(TEXTS["themes"], dice.choice((1, 1, 2)))
        answers: dict[str, Any] = {key: text[key] for key in ("situation", "dialogue", "took_part")}
        answers["need"] = themes[0]["need"]
        for theme in themes:
            item = questions.add_item(document.pk, section="tiltak", actor=actor, at=self.at)
            answers |= {f"tiltak.{item}.{key}": answer for key, answer in _tiltak(document, theme, dice).items()}
        revision = Behovsmelding.objects.get(pk=document.pk).revision
        saved = questions.save_answers(document.pk, answers=answers, revision=revision, actor=actor, at=self.at)
        submit_behovsmelding(document.pk, revision=saved.revision, actor=actor, at=self.at)

    def _group(self, round: Round) -> Group:
        secretary = self.act(Role.FORUM_SECRETARY, self.forum)
        group = actions.make_group(round, name="Arbeidsgruppa", actor=secretary, at=self.at)
        holders = [each for each in holders_on(self.forum.pk, day=self.at.date()) if each.seat.votes]
        for holder in holders[1 : 1 + MEMBERS]:
            actions.appoint(group, person=holder.person, actor=secretary, at=self.at)
        actions.assign(group, network=None, actor=secretary, at=self.at)
        return group

    def _rank_in_networks(self, round: Round, *, all_of_them: bool) -> None:
        """Everyone sends theirs; or the first of them, and the second has begun."""
        for n, network in enumerate(Network.objects.filter(county=self.county).order_by("sort_key")):
            if not all_of_them and n > 1:
                return
            actor = self.act(Role.COORDINATOR, network)
            ranking = board_actions.begin_network_ranking(round, network=network, actor=actor, at=self.at)
            if n == 0 or all_of_them:
                board_actions.send_network_ranking(ranking.pk, revision=ranking.revision, actor=actor, at=self.at)

    def _score(self, group: Group, *, all_of_it: bool) -> None:
        """Everyone gives theirs; or all but the last of them, who has begun."""
        for n, member in enumerate(group.members.select_related("person").order_by("pk")):
            actor = actor_for(member.person, day=self.at.date())
            theirs = applications_visible_to(actor).filter(group=group).order_by("tiltak__title", "pk")
            for application in theirs if all_of_it or n < MEMBERS - 1 else theirs[:3]:
                given = dict(_points(application, member.person.name))
                score_actions.give_points(application.pk, given=given, actor=actor, at=self.at)


def _points(application: Application, name: str) -> Iterator[tuple[str, tuple[int, str]]]:
    dice = random.Random(f"{application.tiltak.title} {application.tiltak.applicant.name} {name}")
    notes = ("Godt begrunnet.", "Tydelig plan.", "Noe uklart hvem som gjør hva.", "Her kan de vise mer.")
    for criterion in application.round.file.ranking.criteria:
        points = dice.choice((2, 3, 3, 4, 4, 5))
        yield criterion.key, (points, notes[0 if points > 3 else 2])


def _tiltak(document: Behovsmelding, theme: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    partner = dice.choice(document.given["lists"]["partners"])[0]
    amount = 10_000 * dice.randint(60, 240)
    return {
        "title": theme["title"],
        "description": theme["description"],
        "partners": [partner],
        "target_groups": ["kindergarten", "school", "ppt"],
        "start": f"{YEAR}-08-15",
        "end": f"{YEAR + 1}-06-15",
        **{f"criteria.{each.key}": TEXTS["beslutningsgrunnlag"][each.key] for each in document.round.rules.criteria},
        f"budget.{document.party_id}.{YEAR}": str(amount),
        f"budget.{partner}.{YEAR}": str(amount // 2),
        **({f"budget.{document.party_id}.{YEAR + 1}": str(amount // 2)} if dice.random() < 0.3 else {}),
    }
