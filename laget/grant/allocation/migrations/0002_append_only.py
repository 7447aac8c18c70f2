from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("allocation", "0001_initial")]

    operations: ClassVar[list[Any]] = append_only("allocation_allocation", "allocation_frame", "allocation_earmark")
