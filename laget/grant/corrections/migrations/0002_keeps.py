from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import keeps_all_but


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("corrections", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        keeps_all_but(
            "corrections_correction", "state", "decided_by_id", "decided_at", "declined_because", "becomes_id"
        ),
        signed_by("corrections_correction", "proposed_by_id", "proposed_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("corrections_correction", "decided_by_id", "decided_at", Role.DECIDER, party="NEW.county_id"),
    ]
