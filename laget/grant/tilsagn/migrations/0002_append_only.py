from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only, keeps_all_but


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("tilsagn", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        *append_only("tilsagn_grantedamount"),
        keeps_all_but("tilsagn_letter", "delivery", "leaves_at", "attempts", "problem", "sent_to", "sent_at"),
    ]
