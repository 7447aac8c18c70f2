from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.effect.synthesis.models import Frozen, Synthesis
from laget.effect.synthesis.roles import MAKERS


def makes_for(actor: Actor, party: UUID) -> bool:
    return actor.holds(*MAKERS, at=party)


def can_write(actor: Actor, synthesis: Synthesis) -> bool:
    return makes_for(actor, synthesis.party_id) and not Frozen.objects.filter(synthesis=synthesis).exists()
