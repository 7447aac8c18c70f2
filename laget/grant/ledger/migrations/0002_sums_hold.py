"""The rules of laget/rules/ledger.py once more, where nobody gets past them: not by the shell, not by SQL."""

from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import keeps_all_but

SUMS_HOLD = """
    CREATE FUNCTION ledger_sums_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        entitled bigint; held bigint; unpaid bigint; used bigint; owed bigint; given_up bigint;
        gone_back bigint; on_its_way bigint;
    BEGIN
        -- One at a time in each award: two that would each fit are not let through together.
        PERFORM 1 FROM ledger_award WHERE id = NEW.award_id FOR UPDATE;
        -- What is decided and not told yet: what it takes counts already, what it gives does not.
        SELECT sum(CASE WHEN kind IN ('granted', 'supplement', 'carried_in', 'moved_in', 'restored')
                        THEN amount * told
                        WHEN kind IN ('carried_out', 'moved_out', 'returned') THEN -amount ELSE 0 END),
               sum(CASE WHEN kind = 'paid' THEN amount
                        WHEN kind = 'bounced' THEN -amount
                        WHEN kind IN ('carried_in', 'moved_in', 'restored') THEN in_hand * told
                        WHEN kind IN ('carried_out', 'moved_out', 'returned') THEN -in_hand ELSE 0 END),
               sum(CASE WHEN kind IN ('granted', 'supplement') THEN amount * told
                        WHEN kind IN ('carried_in', 'moved_in', 'restored') THEN (amount - in_hand) * told
                        WHEN kind IN ('carried_out', 'moved_out', 'returned') THEN in_hand - amount
                        WHEN kind = 'paid' THEN -amount
                        WHEN kind = 'bounced' THEN amount ELSE 0 END),
               sum(CASE WHEN kind = 'used' THEN amount ELSE 0 END),
               sum(CASE WHEN kind = 'returned' THEN in_hand * told WHEN kind = 'restored' THEN -in_hand
                        WHEN kind IN ('repaid', 'written_off') THEN -amount ELSE 0 END),
               sum(CASE WHEN kind = 'returned' THEN amount * told WHEN kind = 'restored' THEN -amount ELSE 0 END),
               sum(CASE WHEN kind = 'returned' THEN (amount - in_hand) * told
                        WHEN kind = 'restored' THEN in_hand - amount
                        WHEN kind = 'repaid' THEN amount ELSE 0 END),
               sum(CASE WHEN kind = 'paid' THEN amount WHEN kind IN ('arrived', 'bounced') THEN -amount ELSE 0 END)
          INTO entitled, held, unpaid, used, owed, given_up, gone_back, on_its_way
          FROM (SELECT *, CASE WHEN known_since IS NULL THEN 0 ELSE 1 END AS told FROM ledger_entry
                 WHERE award_id = NEW.award_id AND year = NEW.year) AS booked;
        IF used > entitled THEN
            RAISE EXCEPTION 'ledger: more is used or given up than was granted';
        ELSIF held < 0 THEN
            RAISE EXCEPTION 'ledger: more has gone back than was paid';
        ELSIF unpaid < 0 THEN
            RAISE EXCEPTION 'ledger: never more paid than granted';
        ELSIF given_up < 0 THEN
            RAISE EXCEPTION 'ledger: more is restored than was given up';
        ELSIF gone_back < 0 THEN
            RAISE EXCEPTION 'ledger: what was written off is not paid once more';
        ELSIF owed < 0 THEN
            RAISE EXCEPTION 'ledger: more is paid back than was asked for';
        ELSIF on_its_way < 0 THEN
            RAISE EXCEPTION 'ledger: more has got there than was sent';
        ELSIF on_its_way > 0 AND NEW.kind IN ('carried_out', 'moved_out', 'returned') THEN
            RAISE EXCEPTION 'ledger: nothing is given up while a payment is on its way';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER ledger_sums_hold AFTER INSERT ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_sums_hold();
"""

TOLD_ONCE = """
    CREATE TRIGGER ledger_told_once BEFORE UPDATE ON ledger_entry
        FOR EACH ROW WHEN (OLD.known_since IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("ledger", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        keeps_all_but("ledger_entry", "known_since"),
        migrations.RunSQL(TOLD_ONCE, migrations.RunSQL.noop),
        migrations.RunSQL(SUMS_HOLD, migrations.RunSQL.noop),
    ]
