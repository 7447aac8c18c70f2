from typing import Any, ClassVar

from django.db import migrations

from laget.effect.search import kept, sources


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("search", "0001_initial"),
        *((app, "0001_initial") for app in ("catalogue", "delivery", "events", "forum", "groups", "oppfolging")),
        *((app, "0001_initial") for app in ("cycle", "questions", "surveys")),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.RunSQL(sources.SAID),
        migrations.RunSQL(kept.ASKED),
        migrations.RunSQL(kept.FOUND),
        *(migrations.RunSQL(kept.keeping(name)) for name in sources.SOURCES),
        migrations.RunSQL(kept.renaming()),
    ]
