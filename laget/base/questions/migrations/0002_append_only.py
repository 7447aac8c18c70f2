from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only

# Fires only for an update that names these columns, so that a saving costs nothing more.
KEEPS_ITS_FORM = """
    CREATE TRIGGER questions_document_keeps_its_form BEFORE UPDATE OF asked_id, language ON questions_document
        FOR EACH ROW WHEN (OLD.asked_id <> NEW.asked_id OR OLD.language <> NEW.language)
        EXECUTE FUNCTION refuse_change();
"""

# What was laid by never changes, and what a version names is never deleted.
KEEPS_FILES = """
    CREATE FUNCTION questions_keep_upload() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM questions_version_files WHERE upload_id = OLD.id) THEN
            RAISE EXCEPTION 'a version names this file, so it stays' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END $$;
    CREATE TRIGGER questions_upload_never_changes BEFORE UPDATE ON questions_upload
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER questions_upload_stays BEFORE DELETE ON questions_upload
        FOR EACH ROW EXECUTE FUNCTION questions_keep_upload();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("questions", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        *append_only(
            "questions_sending",
            "questions_version",
            "questions_version_rests_on",
            "questions_version_files",
            "questions_return",
        ),
        migrations.RunSQL(KEEPS_ITS_FORM, migrations.RunSQL.noop),
        migrations.RunSQL(KEEPS_FILES, migrations.RunSQL.noop),
        # Room on each page of the table for the next state of a draft: then its indexes stay as they are.
        migrations.RunSQL("ALTER TABLE questions_document SET (fillfactor = 70)", migrations.RunSQL.noop),
    ]
