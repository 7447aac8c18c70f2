from typing import Any, ClassVar

from django.db import migrations

HOLDS = """
    -- Whether someone holds one of the roles at a party, on the day in Norway.
    CREATE FUNCTION accounts_holds(someone uuid, roles text[], place uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT FROM accounts_heldrole
            WHERE person_id = someone AND party_id = place AND role = ANY(roles)
                AND valid_from <= (at AT TIME ZONE 'Europe/Oslo')::date
                AND (valid_to >= (at AT TIME ZONE 'Europe/Oslo')::date OR valid_to IS NULL)
        )
    $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("accounts", "0001_initial")]

    operations: ClassVar[list[Any]] = [migrations.RunSQL(HOLDS, migrations.RunSQL.noop)]
