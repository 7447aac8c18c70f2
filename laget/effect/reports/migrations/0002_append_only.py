from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import only_if, signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only

# What has been answered stays as it was judged; and nobody judges what they have written or sent themselves.
JUDGING = """
    CREATE FUNCTION reports_judgement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        judged integer;
    BEGIN
        IF TG_OP = 'DELETE' THEN judged := OLD.version_id; ELSE judged := NEW.version_id; END IF;
        IF EXISTS (SELECT FROM reports_ruling WHERE version_id = judged)
            OR (TG_OP = 'UPDATE' AND OLD.version_id <> NEW.version_id)
        THEN
            RAISE EXCEPTION 'reports: what is answered stays as it was judged';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER reports_judgement_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_judgement
        FOR EACH ROW EXECUTE FUNCTION reports_judgement_is_frozen();

    CREATE FUNCTION reports_ruling_is_fair() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        report uuid;
    BEGIN
        SELECT document_id INTO report FROM questions_version WHERE id = NEW.version_id;
        IF EXISTS (SELECT FROM questions_edit WHERE document_id = report AND person_id = NEW.person_id)
            OR EXISTS (SELECT FROM questions_version WHERE document_id = report AND frozen_by_id = NEW.person_id)
        THEN
            RAISE EXCEPTION 'reports: nobody judges a report of their own';
        END IF;
        IF (NEW.outcome = 'more') <> EXISTS (
            SELECT FROM reports_judgement WHERE version_id = NEW.version_id AND verdict = 'more')
        THEN
            RAISE EXCEPTION 'reports: the answer is not what was judged';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER reports_ruling_is_fair BEFORE INSERT ON reports_ruling
        FOR EACH ROW EXECUTE FUNCTION reports_ruling_is_fair();
"""


COUNTY = """(SELECT county_id FROM questions_document AS document
    JOIN questions_version AS version ON version.document_id = document.id WHERE version.id = NEW.version_id)"""
APPROVED = """EXISTS (SELECT FROM reports_ruling AS ruling JOIN questions_version AS version
    ON version.id = ruling.version_id WHERE version.document_id = NEW.id AND ruling.outcome = 'approved')"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("questions", "0001_initial"),
        ("reports", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("reports_reminder", "reports_ruling"),
        migrations.RunSQL(JUDGING, migrations.RunSQL.noop),
        signed_by("reports_ruling", "person_id", "at", Role.CASE_OFFICER, party=COUNTY),
        only_if(
            "questions_document",
            "NEW.kind = 'report' AND NEW.state = 'approved'",
            APPROVED,
            name="reports_approved_when_someone_has",
        ),
    ]
