"""Who may put their name to something, where the database itself asks."""

from django.db.migrations import RunSQL

from laget.base.accounts.roles import Role


def signed_by(table: str, who: str, at: str, *roles: Role, party: str) -> RunSQL:
    """A migration operation: whoever's name is written in `who` held one of the roles at the party that day.

    `at` is the column that says when; `party` is SQL for the id of the party, out of the row NEW. Asked when the
    name is written, and not again: one who has left the role since has still done what they did.
    """
    name = f"{table}_{who.removesuffix('_id')}"
    held = ", ".join(f"'{role.value}'" for role in roles)
    sql = f"""
        CREATE FUNCTION {name}_holds_the_role() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.{who} IS NOT DISTINCT FROM OLD.{who} THEN
                RETURN NULL;
            END IF;
            IF NOT accounts_holds(NEW.{who}, ARRAY[{held}], {party}, NEW.{at}) THEN
                RAISE EXCEPTION '% is signed by someone without the role', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_holds_the_role';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name}_holds_the_role AFTER INSERT OR UPDATE ON {table}
            FOR EACH ROW WHEN (NEW.{who} IS NOT NULL) EXECUTE FUNCTION {name}_holds_the_role();
    """
    return RunSQL(sql, RunSQL.noop)


def only_if(table: str, when: str, holds: str, *, name: str) -> RunSQL:
    """A migration operation: a row that is `when` is also `holds`, at the latest when the act is done.

    Both are SQL of the row NEW. For what is said in two tables, which one act writes one after the other.
    """
    sql = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT ({holds}) THEN
                RAISE EXCEPTION '% says what nobody has decided', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}();
    """
    return RunSQL(sql, RunSQL.noop)
