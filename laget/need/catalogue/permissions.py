from uuid import UUID

from laget.base.accounts.actor import Actor
from laget.need.catalogue.roles import EDITORS


def may_edit(actor: Actor, county: UUID) -> bool:
    return actor.holds(*EDITORS, at=county)
