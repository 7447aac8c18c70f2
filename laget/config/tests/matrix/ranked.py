"""Two more ordninger in Trøndelag in the last scene, where applications are ranked.

In the one members score, and Innherred has begun on its own ranking. In the other the forum has begun on its. Mons,
Arne and Kari are in each working group; Kari leads a virksomhet of Inderøy kommune, that Siri sits for.
"""

from datetime import timedelta
from typing import Any

from laget.base.audit.record import SYSTEM
from laget.base.cycle.actions import load_county_file, open_round
from laget.base.cycle.models import Round
from laget.base.cycle.reading import COUNTIES
from laget.base.questions import actions as questions
from laget.base.questions.file_actions import lay_by
from laget.base.questions.merging import NOWHERE
from laget.grant.allocation.actions import adopt_allocation
from laget.grant.allocation.queries import inputs_for
from laget.grant.forum import actions as forum_actions
from laget.grant.ranking import actions, board_actions, score_actions
from laget.grant.ranking.models import Application
from laget.need.behovsmelding.actions import ask_owners, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from testing.pdf import blank_pdf
from testing.people import AUTUMN, YEAR, World

SCORING, RANKING = "dekom", "rekom"
MEMBERS = ("mons", "arne", "kari")
# Who applies for what, as the tests call it: the order by name is the order that a ranking without scores begins with.
APPLIES = {"A": ("pia", "Ørland kommune"), "B": ("ola", "Inderøy kommune"), "C": ("ola", "Inderøy kommune")}

_RULES = """
[[rule_sets]]
key = "KEY-2021"
ordning = "KEY"
ordning_name = "KEY"
regulation = "FOR-2021-01-26-230"
title = "Forskrift"
valid_from = 2021-01-26
valid_to = 2025-12-31
criteria = [{ key = "need", title = "Behov", text = "Vurdert." }]

[ordninger.KEY]
short = "KEY"
money = { model = "competitive" }
years.2025.grant = 1_000_000
dates.ranking = { title = "Rangering", short = "Rangering", who = "forum", when = "exact", by = "03-10" }

[ordninger.KEY.ranking]
networks_first = true
criteria = [{ key = "need", title = "Behovet" }]
"""


def rank(world: World) -> None:
    load_county_file(_file(), county=world.county, by=SYSTEM, at=AUTUMN + timedelta(hours=1))
    for key in (SCORING, RANKING):
        round = open_round(world.county, year=YEAR, ordning=key, actor=world.act("eva"), at=AUTUMN)
        _apply(world, round)
        _assign(world, round)
    scoring, ranking = (round_of(world, key) for key in (SCORING, RANKING))
    given = {"need": (4, "Fordi.")}
    applications = {each.tiltak.title: each.pk for each in Application.objects.filter(round=scoring)}
    score_actions.give_points(applications["A"], given=given, actor=world.act("arne"), at=AUTUMN)
    for round in (scoring, ranking):  # before the one is begun
        of_ola = Application.objects.get(round=round, tiltak__title="C")
        score_actions.declare(of_ola.pk, reason="Søsteren min.", actor=world.act("mons"), at=AUTUMN)
    nina = world.act("nina")
    board_actions.begin_network_ranking(scoring, network=world.network("Innherred"), actor=nina, at=AUTUMN)
    arne, begins = world.act("arne"), AUTUMN + timedelta(days=30)
    board_actions.begin_ranking(ranking, actor=arne, at=AUTUMN)
    meeting = forum_actions.plan_meeting(ranking, title="Rangering", begins=begins, place="Her", actor=arne, at=AUTUMN)
    forum_actions.add_matter(meeting.pk, title="En sak", background="", actor=arne, at=AUTUMN)


def round_of(world: World, key: str) -> Round:
    return Round.objects.select_related("rule_set", "county", "ordning").get(
        county=world.county, ordning__key=key, year=YEAR
    )


def _file() -> str:
    own = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")
    other = (COUNTIES / "ostmark.toml").read_text(encoding="utf-8")
    form = other[other.index("[forms.behovsmelding]") : other.index("[forms.innstilling]")]
    more = "[ordninger.kompetanseloftet]\nshort = 'Kompetanseløftet'\n"
    for key in (SCORING, RANKING):
        more += _RULES.replace("KEY", key) + form.replace("forms.behovsmelding", f"ordninger.{key}.forms.behovsmelding")
    return f"{own}\n{more}"


def _apply(world: World, round: Round) -> None:
    for name, network in (("nina", "Innherred"), ("pål", "Fosen")):
        ask_owners(round, network=world.network(network), actor=world.act(name), at=AUTUMN)
    for name, owner in dict.fromkeys(APPLIES.values()):
        document, actor = Behovsmelding.objects.get(round=round, subject=world.parties[owner]), world.act(name)
        answers: dict[str, Any] = {"need": "Språk.", "dialogue": "Ja.", "took_part": "Alle."}
        for title in (title for title, (_name, applicant) in APPLIES.items() if applicant == owner):
            item = questions.add_item(document.pk, section="tiltak", actor=actor, at=AUTUMN)
            answers |= {f"tiltak.{item}.{key}": answer for key, answer in _tiltak(document, title).items()}
        revision = Behovsmelding.objects.get(pk=document.pk).revision
        saved = questions.save_answers(document.pk, answers=answers, revision=revision, actor=actor, at=AUTUMN)
        plan: dict[str, Any] = {"path": "plan_file", "name": "plan.pdf", "content": blank_pdf(), "tab": NOWHERE}
        saved = lay_by(document.pk, revision=saved.revision, actor=actor, at=AUTUMN, **plan)
        submit_behovsmelding(document.pk, revision=saved.revision, actor=actor, at=AUTUMN)


def _tiltak(document: Behovsmelding, title: str) -> dict[str, Any]:
    partner = next(pk for pk, name in document.given["lists"]["partners"] if name.startswith("Dronning"))
    return {
        "title": title,
        "description": "Slik.",
        "partners": [partner],
        "target_groups": ["kindergarten"],
        "start": "2025-08-15",
        "end": "2026-06-15",
        "criteria.need": "Slik.",
        f"budget.{document.party_id}.{YEAR}": "600000",
    }


def _assign(world: World, round: Round) -> None:
    inputs = inputs_for(round, day=AUTUMN.date())
    adopt_allocation(round, inputs=inputs, reference="Sak", actor=world.act("siri"), at=AUTUMN)
    arne = world.act("arne")
    actions.take_in(round, actor=arne, at=AUTUMN)
    group = actions.make_group(round, name="Gruppa", actor=arne, at=AUTUMN)
    for name in MEMBERS:
        actions.appoint(group, person=world.people[name], actor=arne, at=AUTUMN)
    actions.assign(group, network=None, actor=arne, at=AUTUMN)
