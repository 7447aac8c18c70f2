import pytest

from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.outbox import deliver, send_tilsagn
from laget.grant.tilsagn.tests.letters import APRIL, decided
from testing.people import World


@pytest.fixture
def letter(world: World) -> Letter:
    """Nord's tilsagn, which came by mail that day in April."""
    made = decided(world)
    send_tilsagn(made.tilsagn_id, actor=world.act("eva", APRIL), at=APRIL)  # type: ignore[arg-type]
    deliver(made.pk, at=APRIL)
    return Letter.objects.get(pk=made.pk)
