"""How the database keeps what can be found: one view for each kind, and triggers that follow what it is made of.

The views say everything. A trigger writes what the view says of one thing, in the transaction of the act that changed
it; so nothing is found before it is done, and nobody has to remember to keep it.
"""

from laget.effect.search.marking import AFTER, BEFORE
from laget.effect.search.sources import COLUMNS, LONGEST, SOURCES

_WRITTEN = ", ".join(COLUMNS)
_ANEW = ", ".join(f"{column} = EXCLUDED.{column}" for column in COLUMNS[1:])

# The words as people type them, with "quotes" and -minus. Each is looked for as the beginning of one, but for those
# that must not be there: a mark is set at their end, and taken off last. The stems that PostgreSQL finds keep what
# makes a noun of a verb: «inkludering» would not find «inkluderende», so that goes too, where enough of the word is
# left. `where` is A for titles alone.
ASKED = r"""
    CREATE FUNCTION search_asked(words text, "where" text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
        SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            websearch_to_tsquery('norwegian', words)::text,
            '(!''(?:[^'']|'''')+)''', '\1!''', 'g'),
            '(''(?:[^'']|''''){5,}?)(?:ing|else|ende|het)''', '\1''', 'g'),
            '(''(?:[^'']|'''')+'')', '\1:*' || "where", 'g'),
            '!'':\*A?', '''', 'g')::tsquery
    $$;
"""
FOUND = f"""
    ALTER TABLE search_hit ADD COLUMN found tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('norwegian', left(title, {LONGEST})), 'A')
        || setweight(to_tsvector('norwegian', left(words, {LONGEST})), 'B')
    ) STORED;
    CREATE INDEX search_hit_found ON search_hit USING gin (found);
"""
MARKS = f"StartSel={BEFORE}, StopSel={AFTER}"


def keeping(name: str) -> str:
    """SQL that makes the view of a kind, what writes one of them, and the triggers that call it."""
    source = SOURCES[name]
    sql = f"CREATE VIEW search_{name} ({_WRITTEN}) AS {source.select}; {writing(name)}"
    return sql + "".join(_following(name, table, which) for table, which in source.follows.items())


def writing(name: str) -> str:
    """SQL that makes, or makes anew, what writes some of a kind.

    One at a time: so the database thinks once of how to find one, and for a list of them it would each time.
    """
    return f"""
        CREATE OR REPLACE FUNCTION search_keep_{name}(those uuid[]) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            this uuid;
        BEGIN
            FOREACH this IN ARRAY coalesce(those, '{{}}') LOOP
                INSERT INTO search_hit ({_WRITTEN}) SELECT {_WRITTEN} FROM search_{name} WHERE about = this
                    ON CONFLICT (about) DO UPDATE SET {_ANEW};
                IF NOT FOUND THEN
                    DELETE FROM search_hit WHERE about = this;
                END IF;
            END LOOP;
        END $$;
    """


def _following(name: str, table: str, which: str) -> str:
    those = which.replace("ROW.", "changed.")
    those = those if "array_agg" in those else f"ARRAY[{those}]"
    return f"""
        CREATE FUNCTION search_follow_{name}_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            changed {table}%ROWTYPE := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        BEGIN
            PERFORM search_keep_{name}({those});
            RETURN NULL;
        END $$;
        CREATE TRIGGER search_follow_{name} AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION search_follow_{name}_{table}();
    """


def renaming() -> str:
    """SQL for the trigger that writes the new name of a party wherever its name is found."""
    of_others = "(SELECT array_agg(about) FROM search_hit WHERE kind = '{0}' AND NEW.id IN (owner_id, network_id))"
    of = {"document": "(SELECT array_agg(id) FROM questions_document WHERE subject_id = NEW.id)"}
    calls = (f"PERFORM search_keep_{name}({of.get(name) or of_others.format(name)});" for name in SOURCES)
    return f"""
        CREATE FUNCTION search_follow_names() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {" ".join(calls)}
            RETURN NULL;
        END $$;
        CREATE TRIGGER search_follow_names AFTER UPDATE OF name ON actors_party
            FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION search_follow_names();
    """
