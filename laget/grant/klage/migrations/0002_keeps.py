"""What the complainant wrote stays as it was written, also for those who write SQL."""

from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import keeps_all_but


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("klage", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        keeps_all_but(
            "klage_klage",
            *("state", "outcome", "assessment", "late_because", "more", "proposed_by_id", "proposed_at"),
            *("returned_because", "decided_by_id", "decided_at"),
            *("answer", "answered_on", "answer_file", "answer_registered_by_id"),
        ),
        signed_by("klage_klage", "proposed_by_id", "proposed_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("klage_klage", "decided_by_id", "decided_at", Role.DECIDER, party="NEW.county_id"),
    ]
