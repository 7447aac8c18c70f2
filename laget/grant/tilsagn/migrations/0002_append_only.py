from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import only_if, signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only, keeps_all_but

COUNTY = "(SELECT county_id FROM questions_document WHERE id = NEW.document_ptr_id)"

# Nobody decides what they have written in, or have ever proposed: the rule of permissions.may_decide.
FOUR_EYES = """
    CREATE FUNCTION tilsagn_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM questions_edit WHERE document_id = NEW.document_ptr_id AND person_id = NEW.decided_by_id
        ) OR EXISTS (
            SELECT FROM questions_version WHERE document_id = NEW.document_ptr_id AND frozen_by_id = NEW.decided_by_id
        ) THEN
            RAISE EXCEPTION 'tilsagn: who had a hand in it does not decide it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'tilsagn_four_eyes';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER tilsagn_four_eyes BEFORE INSERT OR UPDATE ON tilsagn_tilsagn
        FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL) EXECUTE FUNCTION tilsagn_four_eyes();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("questions", "0001_initial"),
        ("tilsagn", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("tilsagn_grantedamount"),
        keeps_all_but("tilsagn_letter", "delivery", "leaves_at", "attempts", "problem", "sent_to", "sent_at"),
        migrations.RunSQL(FOUR_EYES, migrations.RunSQL.noop),
        signed_by("tilsagn_tilsagn", "decided_by_id", "decided_at", Role.DECIDER, party=COUNTY),
        only_if(
            "questions_document",
            "NEW.kind = 'tilsagn' AND NEW.state IN ('given', 'sent')",
            "EXISTS (SELECT FROM tilsagn_tilsagn WHERE document_ptr_id = NEW.id AND decided_by_id IS NOT NULL)",
            name="tilsagn_given_when_decided",
        ),
    ]
