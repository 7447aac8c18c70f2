from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only

# Fires only for an update that names these columns, so that a saving costs nothing more.
KEEPS_ITS_FORM = """
    CREATE TRIGGER questions_document_keeps_its_form BEFORE UPDATE OF asked_id, language ON questions_document
        FOR EACH ROW WHEN (OLD.asked_id <> NEW.asked_id OR OLD.language <> NEW.language)
        EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("questions", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        *append_only("questions_sending", "questions_version", "questions_version_rests_on", "questions_return"),
        migrations.RunSQL(KEEPS_ITS_FORM, migrations.RunSQL.noop),
        # Room on each page of the table for the next state of a draft: then its indexes stay as they are.
        migrations.RunSQL("ALTER TABLE questions_document SET (fillfactor = 70)", migrations.RunSQL.noop),
    ]
