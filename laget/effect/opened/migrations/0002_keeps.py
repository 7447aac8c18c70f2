from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import keeps_all_but

# What is revoked stays so, whoever asks.
REVOKED = """
    CREATE FUNCTION opened_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'opened: a key that is revoked is not used or given back';
    END $$;
    CREATE TRIGGER opened_stays_revoked BEFORE UPDATE ON opened_token
        FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION opened_stays_revoked();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial"), ("opened", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        keeps_all_but("opened_token", "revoked_at", "revoked_by_id", "used_at", "minute", "calls"),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
    ]
