"""What the complainant wrote stays as it was written, also for those who write SQL."""

from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import keeps_all_but


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("klage", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        keeps_all_but(
            "klage_klage",
            *("state", "outcome", "assessment", "late_because", "more", "proposed_by_id", "proposed_at"),
            *("returned_because", "decided_by_id", "decided_at"),
            *("answer", "answered_on", "answer_file", "answer_registered_by_id"),
        ),
    ]
