"""Never more spent than there is, by lines and events; and notes as they were written: where nobody gets past it."""

from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only

SUMS_HOLD = """
    CREATE FUNCTION delivery_sums_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        entitled bigint; spent bigint;
    BEGIN
        -- One at a time in each award: two that would each fit are not let through together.
        PERFORM 1 FROM ledger_award WHERE id = NEW.award_id FOR UPDATE;
        SELECT coalesce(sum(CASE
                   WHEN kind IN ('granted', 'supplement', 'carried_in', 'moved_in', 'restored') THEN amount
                   WHEN kind IN ('carried_out', 'moved_out', 'returned') THEN -amount ELSE 0 END), 0)
          INTO entitled FROM ledger_entry
         WHERE award_id = NEW.award_id AND year = NEW.year AND known_since IS NOT NULL;
        SELECT coalesce(sum(amount), 0) INTO spent FROM (
            SELECT amount FROM delivery_spending WHERE award_id = NEW.award_id AND year = NEW.year
            UNION ALL SELECT f.spent FROM events_funding f WHERE f.award_id = NEW.award_id AND f.year = NEW.year
        ) AS written;
        IF spent > entitled THEN
            RAISE EXCEPTION 'delivery: more is spent than was granted';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER delivery_sums_hold AFTER INSERT OR UPDATE ON delivery_spending
        FOR EACH ROW EXECUTE FUNCTION delivery_sums_hold();
    CREATE TRIGGER delivery_sums_hold AFTER INSERT OR UPDATE ON events_funding
        FOR EACH ROW EXECUTE FUNCTION delivery_sums_hold();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("audit", "0001_initial"),
        ("ledger", "0002_sums_hold"),
        ("events", "0001_initial"),
        ("delivery", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("delivery_note"),
        migrations.RunSQL(SUMS_HOLD, migrations.RunSQL.noop),
    ]
