"""Syntheses in the last scene: drafts of a network, the forum and Oslo, and one frozen for each audience."""

from laget.config.tests.matrix.cast import FORUM, OSLO, TRONDELAG
from laget.effect.synthesis import actions, queries
from laget.effect.synthesis.models import Audience, Frozen, Synthesis
from laget.effect.synthesis.picture import picture_of
from testing.people import AUTUMN, World

MAKERS = {"Innherred": "nina", FORUM[TRONDELAG]: "arne", TRONDELAG: "eva", OSLO: "olga"}


def sum_up(world: World) -> None:
    """They are too few to be published by the act, so those that are were written straight into the table."""
    for party in ("Innherred", FORUM[TRONDELAG], OSLO):
        _quote(world, _make(world, party), party)
    for audience in Audience:
        _freeze(world, _make(world, TRONDELAG), audience)


def _make(world: World, party: str) -> Synthesis:
    chosen, actor = actions.Selection("behovsmelding", "Behovene"), world.act(MAKERS[party])
    return actions.make_synthesis(world.parties[party], selection=chosen, actor=actor, at=AUTUMN)


def _quote(world: World, synthesis: Synthesis, party: str) -> None:
    actor = world.act(MAKERS[party])
    version = queries.versions_in(actor, synthesis)[0]
    text = str(version.content["answers"]["need"]).split("\n")[0][:60]
    actions.quote(synthesis.pk, version=version.pk, question="need", text=text, actor=actor, at=AUTUMN)


def _freeze(world: World, synthesis: Synthesis, audience: Audience) -> None:
    picture = picture_of(synthesis, world.act("eva"))
    values = {"content": picture.content, "inner": picture.inner, "told": {}, "sha256": picture.sha256}
    Frozen.objects.create(
        synthesis=synthesis, audience=audience, **values, at=AUTUMN, person=world.people["eva"], role="Saksbehandler"
    )
