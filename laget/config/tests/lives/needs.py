"""From where a virksomhet stands to a beslutningsgrunnlag that both sides have signed."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.questions.actions import NoLongerOpen
from laget.base.questions.answers import NotReady
from laget.base.questions.models import Document
from laget.config.sample.year import SampleYear
from laget.config.tests.lives.common import at_the, document, returning, sending
from laget.config.tests.lives.life import Life
from laget.config.tests.lives.move import Draw, Move, Thing
from laget.grant.beslutningsgrunnlag import states as of_beslutningsgrunnlag
from laget.grant.beslutningsgrunnlag.actions import (
    AlreadySigned,
    ask_partnerships,
    freeze_for_signing,
    reopen,
    return_beslutningsgrunnlag,
    sign,
)
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.beslutningsgrunnlag.queries import sides_of, version_to_sign
from laget.need.assessments import states as of_assessments
from laget.need.assessments.actions import return_assessment, submit_assessment
from laget.need.assessments.models import Assessment
from laget.need.behovsmelding import states as of_behovsmelding
from laget.need.behovsmelding.actions import return_behovsmelding, submit_behovsmelding
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.surveys import states as of_surveys
from laget.need.surveys.actions import close_survey, open_survey
from laget.need.surveys.freezing import freeze_survey
from laget.need.voices import states as of_voices
from laget.need.voices.actions import close_listening, open_listening
from testing.collecting import planned
from testing.people import AUTUMN, World


def _writers(life: Life, thing: Thing) -> frozenset[str]:
    found = document(Beslutningsgrunnlag, thing)
    sides = [life.holders(Role.PARTNER, at=partner) for partner in found.partner_ids]
    return frozenset().union(life.holders(Role.COORDINATOR, at=found.party_id), *sides)


def _signers(life: Life, thing: Thing) -> frozenset[str]:
    """Those of a side that nobody has signed for, who have not signed themselves."""
    version = version_to_sign(document(Beslutningsgrunnlag, thing))
    if version is None or thing.state != "signing":
        return _writers(life, thing)
    signed = set(version.signatures.values_list("party", flat=True))
    persons = set(version.signatures.values_list("person", flat=True))
    sides = [side for side in sides_of(version) if side not in signed]
    found = frozenset().union(*(life.holders(Role.COORDINATOR, Role.PARTNER, at=side) for side in sides))
    return frozenset(name for name in found if life.world.people[name].pk not in persons)


@transaction.atomic
def _freeze(life: Life, thing: Thing, actor: Actor, draw: Draw) -> None:
    found = document(Beslutningsgrunnlag, thing)
    sample = SampleYear(life.world.county, found.round.year)
    found.given.setdefault("sources", [])
    if found.writable and "tiltak" not in found.answers:
        sample._write_plan(found, actor, life.at)
    elif found.writable:
        sample.write(found, {"summary": f"Skrevet om {life.at:%d.%m %H:%M}."}, actor, life.at)
    freeze_for_signing(found.pk, revision=found.revision, actor=actor, at=life.at)


def _sign(life: Life, thing: Thing, actor: Actor, _draw: Draw) -> None:
    version = version_to_sign(document(Beslutningsgrunnlag, thing))
    sign(thing.pk, sha256=version.sha256 if version else "", actor=actor, at=life.at)


def _secretary(life: Life, _thing: Thing) -> frozenset[str]:
    return life.holders(Role.FORUM_SECRETARY, at=life.world.forum.pk)


def _laget(life: Life, _thing: Thing) -> frozenset[str]:
    """Nobody in particular: it happens when its day has come."""
    return frozenset(life.world.people)


def _count(life: Life, thing: Thing, _actor: Actor, _draw: Draw) -> None:
    """With the key in its place: counting destroys it, and a run that is undone doesn't bring a file back."""
    for path, content in NeedsLife.keys.items():
        path.write_bytes(content)
    freeze_survey(thing.pk, at=life.at)


SIGNED_BY_BOTH = (
    Move(
        "beslutningsgrunnlag",
        "freeze",
        _writers,
        _freeze,
        of_beslutningsgrunnlag.TRANSITIONS,
        also={"save": 5},
        refusals=(NotReady,),
        out_of_turn=(NoLongerOpen,),
    ),
    Move(
        "beslutningsgrunnlag",
        "sign",
        _signers,
        _sign,
        of_beslutningsgrunnlag.TRANSITIONS,
        leads_to=("submit",),
        weight=5,
        out_of_turn=(PermissionDenied, AlreadySigned),
        to_others=(AlreadySigned,),
    ),
    Move(
        "beslutningsgrunnlag",
        "reopen",
        _writers,
        lambda life, thing, actor, _draw: reopen(thing.pk, actor=actor, at=life.at),
        of_beslutningsgrunnlag.TRANSITIONS,
    ),
    Move(
        "beslutningsgrunnlag",
        "return",
        _secretary,
        returning(return_beslutningsgrunnlag),
        of_beslutningsgrunnlag.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
    ),
)

NEED_MOVES = (
    Move(
        "assessment",
        "submit",
        at_the("subject", Assessment, Role.UNIT_LEADER),
        sending(Assessment, SampleYear._assessment, submit_assessment),
        of_assessments.TRANSITIONS,
        also={"save": 1},
    ),
    Move(
        "assessment",
        "return",
        at_the("owner", Assessment, Role.OWNER),
        returning(return_assessment),
        of_assessments.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
    ),
    Move(
        "behovsmelding",
        "submit",
        at_the("subject", Behovsmelding, Role.OWNER),
        sending(Behovsmelding, SampleYear._behovsmelding, submit_behovsmelding),
        of_behovsmelding.TRANSITIONS,
        also={"save": 1},
        refusals=(NotReady,),
    ),
    Move(
        "behovsmelding",
        "return",
        at_the("network", Behovsmelding, Role.COORDINATOR),
        returning(return_behovsmelding),
        of_behovsmelding.TRANSITIONS,
        out_of_turn=(PermissionDenied,),
    ),
    *SIGNED_BY_BOTH,
    Move(
        "survey",
        "open",
        _laget,
        lambda life, thing, _actor, _draw: open_survey(thing.pk, at=life.at),
        of_surveys.TRANSITIONS,
    ),
    Move(
        "survey",
        "close",
        _laget,
        lambda life, thing, _actor, _draw: close_survey(thing.pk, at=life.at),
        of_surveys.TRANSITIONS,
    ),
    Move("survey", "freeze", _laget, _count, of_surveys.TRANSITIONS),
    Move(
        "listening",
        "close",
        lambda _life, _thing: frozenset({"kari"}),
        lambda life, thing, actor, _draw: close_listening(thing.pk, actor=actor, at=life.at),
        of_voices.TRANSITIONS,
    ),
)


class NeedsLife(Life):
    begins = AUTUMN + timedelta(days=80)
    lasts = timedelta(days=40)
    moves = NEED_MOVES
    keys: ClassVar[dict[Path, bytes]]

    @classmethod
    def prepare(cls, world: World) -> None:
        """Everyone is asked, the money is divided, and nobody has written anything yet."""
        world.carry("ask_owners")
        SampleYear(world.county, 2025).adopt_frames()
        ask_partnerships(world.round, actor=world.act("arne", cls.begins), at=cls.begins)
        subjects = {name: world.parties[name].pk for name in ("Innherred", "Fosen")}
        mine = Document.objects.filter(network__in=subjects.values())
        cls.about = frozenset(map(str, mine.values_list("pk", flat=True)))
        planned(world, at=cls.begins)
        cls.keys = {path: path.read_bytes() for path in settings.SURVEY_KEYS.iterdir()}
        unit = world.parties["Solbakken barnehage"].pk
        day = cls.begins.date()
        open_listening(unit, first=day, last=day, actor=world.act("kari", cls.begins), at=cls.begins)
