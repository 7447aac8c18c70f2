from typing import Any, ClassVar

from django.db import migrations, models

from laget.base.audit.protect import keeps_all_but

CHANGES = ("delivery", "leaves_at", "attempts", "problem", "again_at", "sent_to", "sent_at")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("tilsagn", "0002_append_only")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField("letter", "again_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL("DROP FUNCTION tilsagn_letter_keeps() CASCADE", migrations.RunSQL.noop),  # and its triggers
        keeps_all_but("tilsagn_letter", *CHANGES),
    ]
