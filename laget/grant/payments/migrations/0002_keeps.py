"""What is approved is what was prepared, by someone who had no hand in it: also for those who write SQL."""

from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import only_if, signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only, keeps_all_but

FOUR_EYES = """
    CREATE FUNCTION payments_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM payments_payment JOIN payments_account ON payments_account.id = payments_payment.account_id
            WHERE payments_payment.in_list_id = NEW.id AND payments_account.registered_by_id = NEW.approved_by_id
        ) THEN
            RAISE EXCEPTION 'payments: who registered an account does not approve payments to it';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER payments_four_eyes BEFORE UPDATE ON payments_paymentlist
        FOR EACH ROW EXECUTE FUNCTION payments_four_eyes();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("payments", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("payments_account", "payments_agreement"),
        keeps_all_but("payments_paymentlist", "state", "approved_by_id", "approved_at", "declined_because"),
        keeps_all_but("payments_payment", "state", "settled_on"),
        migrations.RunSQL(FOUR_EYES, migrations.RunSQL.noop),
        signed_by("payments_account", "registered_by_id", "registered_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("payments_paymentlist", "prepared_by_id", "prepared_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("payments_paymentlist", "approved_by_id", "approved_at", Role.DECIDER, party="NEW.county_id"),
        only_if(
            "payments_payment",
            "NEW.state IN ('ordered', 'paid', 'bounced')",
            "EXISTS (SELECT FROM payments_paymentlist WHERE id = NEW.in_list_id AND state = 'approved')",
            name="payments_paid_when_the_list_is_approved",
        ),
    ]
