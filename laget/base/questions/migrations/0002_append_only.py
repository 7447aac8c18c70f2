from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("questions", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        *append_only("questions_sending", "questions_version", "questions_version_rests_on", "questions_return"),
        # Room on each page of the table for the next state of a draft: then its indexes stay as they are.
        migrations.RunSQL("ALTER TABLE questions_document SET (fillfactor = 70)", migrations.RunSQL.noop),
    ]
