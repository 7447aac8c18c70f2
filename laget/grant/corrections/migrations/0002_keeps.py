from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import keeps_all_but


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("corrections", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        keeps_all_but(
            "corrections_correction", "state", "decided_by_id", "decided_at", "declined_because", "becomes_id"
        ),
    ]
