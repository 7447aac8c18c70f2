import pytest

from laget.grant.ledger.models import Award
from testing.money import award_to, with_accounts
from testing.people import World


@pytest.fixture
def award(world: World) -> Award:
    """Something to pay to Nord, which has told its account."""
    award = award_to(world, "Nord universitet", {2025: 300_001})
    with_accounts(world)
    return award
