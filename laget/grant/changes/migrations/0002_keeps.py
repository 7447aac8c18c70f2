from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import keeps_all_but

# What is withheld is not paid, whoever asks: the last that is decided of the two applies, and what is released is so
# from when its letter has left.
WITHHELD = """
    CREATE FUNCTION changes_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.kind = 'paid' AND 'withhold' = (
            SELECT kind FROM changes_change AS change
             WHERE award_id = NEW.award_id AND year = NEW.year AND state = 'decided'
               AND (kind = 'withhold' OR kind = 'release' AND NOT EXISTS (
                    SELECT 1 FROM tilsagn_letter WHERE about = change.id::text AND replaces_id IS NULL
                       AND delivery IN ('ready', 'queued', 'stopped')))
             ORDER BY decided_at DESC LIMIT 1
        ) THEN
            RAISE EXCEPTION 'changes: what is withheld is not paid';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER changes_withheld BEFORE INSERT ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION changes_withheld();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("changes", "0001_initial"),
        ("ledger", "0001_initial"),
        ("tilsagn", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        keeps_all_but("changes_change", "state", "decided_by_id", "decided_at", "declined_because"),
        migrations.RunSQL(WITHHELD, migrations.RunSQL.noop),
        signed_by("changes_change", "proposed_by_id", "proposed_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("changes_change", "decided_by_id", "decided_at", Role.DECIDER, party="NEW.county_id"),
    ]
