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
