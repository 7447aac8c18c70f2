from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("cycle", "0001_initial")]

    operations: ClassVar[list[Any]] = append_only("cycle_storedform", "cycle_formversion")
