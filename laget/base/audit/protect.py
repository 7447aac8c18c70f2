"""Tables that the database itself keeps from being changed."""

from django.db.migrations import RunSQL


def append_only(*tables: str) -> list[RunSQL]:
    """Migration operations that refuse update, delete and truncate on the tables, whoever asks."""
    return [RunSQL(_trigger(table), RunSQL.noop) for table in tables]


def _trigger(table: str) -> str:
    return f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """


def keeps_all_but(table: str, *columns: str) -> RunSQL:
    """A migration operation: no row is deleted, and nothing but these columns changes in one, whoever asks.

    For what is decided on by another than the one who wrote it: what is decided is what was written.
    """
    mutable = ", ".join(f"'{column}'" for column in columns)
    sql = f"""
        CREATE FUNCTION {table}_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - ARRAY[{mutable}] <> to_jsonb(NEW) - ARRAY[{mutable}] THEN
                RAISE EXCEPTION '% keeps what was written in it', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_keeps();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_keeps();
    """
    return RunSQL(sql, RunSQL.noop)
