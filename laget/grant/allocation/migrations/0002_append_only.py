from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only

FORUM = """(SELECT forum.party_ptr_id FROM actors_forum AS forum
            JOIN actors_party AS party ON party.id = forum.party_ptr_id
            JOIN cycle_round AS round ON round.county_id = party.county_id WHERE round.id = NEW.round_id)"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("allocation", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("allocation_allocation", "allocation_frame", "allocation_earmark"),
        signed_by("allocation_allocation", "adopted_by_id", "adopted_at", Role.FORUM_LEADER, party=FORUM),
    ]
