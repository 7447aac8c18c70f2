"""A letter for the tests of letters: to Nord universitet, decided by Dag."""

from datetime import datetime, timedelta

from laget.base.actors.models import Party
from laget.grant.tilsagn.actions import give_tilsagn, prepare_tilsagn, propose_tilsagn
from laget.grant.tilsagn.models import Letter, Tilsagn
from testing.people import AUTUMN, World

APRIL: datetime = AUTUMN + timedelta(days=157)
RECIPIENT = "Nord universitet"


def decided(world: World, *, writes: str = "neutral", email: str = "post@nord.example") -> Letter:
    """The letter, ready to be sent, in the language that its recipient has decided on."""
    nord = Party.objects.filter(pk=world.parties[RECIPIENT].pk)
    nord.update(language_decision=writes, email=email)
    world.carry("recommend")
    eva = world.act("eva", APRIL)
    prepare_tilsagn(world.round, actor=eva, at=APRIL)
    tilsagn = Tilsagn.objects.get(subject=world.parties[RECIPIENT])
    propose_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=eva, at=APRIL)
    return give_tilsagn(tilsagn.pk, revision=tilsagn.revision, actor=world.act("dag", APRIL), at=APRIL)


def of(letter: Letter) -> Tilsagn:
    """The tilsagn that it is the letter of."""
    assert letter.tilsagn
    return letter.tilsagn


def content(letter: Letter) -> bytes:
    with letter.file.open("rb") as file:
        return bytes(file.read())


def now(letter: Letter) -> Letter:
    return Letter.objects.select_related("tilsagn").get(pk=letter.pk)
