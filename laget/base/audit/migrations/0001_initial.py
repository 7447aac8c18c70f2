from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$;

    -- A text with its length in front, so that no two different rows read the same.
    CREATE FUNCTION audit_framed(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$ SELECT octet_length(convert_to(value, 'UTF8')) || ':' || value $$;

    CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        head audit_chain%ROWTYPE;
    BEGIN
        INSERT INTO audit_chain (name, length, head) VALUES (NEW.chain_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
        -- The number is taken from the locked row: a sequence would be drawn before the lock, and fork.
        SELECT * INTO head FROM audit_chain WHERE name = NEW.chain_id FOR UPDATE;
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

    CREATE TRIGGER audit_link BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_link();
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    -- Only the trigger above moves a head: whoever writes to the table directly stands at depth 0.
    CREATE TRIGGER audit_chain_moved_by_entries BEFORE INSERT OR UPDATE OR DELETE ON audit_chain
        FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER audit_chain_no_truncate BEFORE TRUNCATE ON audit_chain
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar[list[Any]] = []

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(default="0" * 64, max_length=64)),
            ],
            options={"verbose_name": "revisjonskjede"},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=36)),
                ("actor_name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=200)),
                ("act", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=36)),
                ("before", models.CharField(blank=True, max_length=40)),
                ("after", models.CharField(blank=True, max_length=40)),
                ("detail", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "chain",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="audit.chain",
                    ),
                ),
            ],
            options={
                "verbose_name": "revisjonslinje",
                "ordering": ["chain", "number"],
                "indexes": [models.Index(fields=["about", "number"], name="audit_about")],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "number"), name="audit_one_entry_per_number"),
                    models.UniqueConstraint(fields=("chain", "previous"), name="audit_no_fork"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
