from typing import Any, ClassVar

from django.db import migrations

from laget.effect.search import kept, sources


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("search", "0002_kept")]

    operations: ClassVar[list[Any]] = [
        *(migrations.RunSQL(kept.writing(name), migrations.RunSQL.noop) for name in sources.SOURCES),
    ]
