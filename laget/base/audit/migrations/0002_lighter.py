from typing import Any, ClassVar

from django.db import migrations

# The same hash as before. What frames a text is said to read the database, as it does: then it is worked out on the
# spot, and not by a call for each text. And a chain is made when there is none, not tried to be made for each entry.
LIGHTER = """
    CREATE OR REPLACE FUNCTION audit_framed(value text) RETURNS text LANGUAGE sql STABLE AS
        $$ SELECT octet_length(convert_to(value, 'UTF8')) || ':' || value $$;

    CREATE OR REPLACE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        head audit_chain%ROWTYPE;
    BEGIN
        -- The number is taken from the locked row: a sequence would be drawn before the lock, and fork.
        SELECT * INTO head FROM audit_chain WHERE name = NEW.chain_id FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO audit_chain (name, length, head) VALUES (NEW.chain_id, 0, repeat('0', 64))
                ON CONFLICT DO NOTHING;
            SELECT * INTO head FROM audit_chain WHERE name = NEW.chain_id FOR UPDATE;
        END IF;
        NEW.number := head.length + 1;
        NEW.previous := head.head;
        NEW.hash := encode(sha256(convert_to(
            audit_framed(NEW.number::text)
            || audit_framed(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
            || audit_framed(NEW.actor) || audit_framed(NEW.actor_name) || audit_framed(NEW.role)
            || audit_framed(NEW.act) || audit_framed(NEW.kind) || audit_framed(NEW.about)
            || audit_framed(NEW.before) || audit_framed(NEW.after)
            || audit_framed(NEW.detail::text) || audit_framed(NEW.previous), 'UTF8')), 'hex');
        UPDATE audit_chain SET length = NEW.number, head = NEW.hash WHERE name = NEW.chain_id;
        RETURN NEW;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("audit", "0001_initial")]

    operations: ClassVar[list[Any]] = [migrations.RunSQL(LIGHTER, migrations.RunSQL.noop)]
