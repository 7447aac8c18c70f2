from typing import Any, ClassVar

from django.db import migrations

from laget.base.audit.protect import append_only, keeps_all_but

RULES = """
    -- Whether someone is tied to an application: has said so, holds a role that day at a party it concerns, or sits
    -- in the forum for one. The same rule as in laget/rules/habilitet.py, for whoever comes another way than the pages.
    CREATE FUNCTION ranking_is_tied(the_application uuid, someone uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        WITH today AS (SELECT (at AT TIME ZONE 'Europe/Oslo')::date AS day)
        SELECT EXISTS (
            SELECT FROM ranking_declared WHERE application_id = the_application AND person_id = someone
                AND lifted_at IS NULL
        ) OR EXISTS (
            SELECT FROM today, ranking_concerns AS concerns
            JOIN accounts_heldrole AS held ON held.party_id = concerns.party_id AND held.person_id = someone
            WHERE concerns.application_id = the_application
                AND held.valid_from <= day AND (held.valid_to >= day OR held.valid_to IS NULL)
        ) OR EXISTS (
            SELECT FROM today, ranking_concerns AS concerns
            JOIN forum_holder AS held ON held.party_id = concerns.party_id AND held.person_id = someone
            WHERE concerns.application_id = the_application
                AND held.valid_from <= day AND (held.valid_to >= day OR held.valid_to IS NULL)
        )
    $$;

    CREATE FUNCTION ranking_check_score() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        application ranking_application%ROWTYPE;
    BEGIN
        SELECT * INTO application FROM ranking_application WHERE id = NEW.application_id;
        IF ranking_is_tied(NEW.application_id, NEW.person_id, NEW.at) THEN
            PERFORM forum_refuse('someone tied to the application gives it no points', 'ranking_nobody_tied_scores');
        END IF;
        IF NOT EXISTS (
            SELECT FROM ranking_member WHERE group_id = application.group_id AND person_id = NEW.person_id
        ) THEN
            PERFORM forum_refuse('only members of the group give points', 'ranking_only_members_score');
        END IF;
        IF EXISTS (SELECT FROM ranking_ranking WHERE round_id = application.round_id AND network_id IS NULL) THEN
            PERFORM forum_refuse('the forum has begun to rank', 'ranking_no_points_after_the_ranking_began');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION ranking_check_lifting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.lifted_at IS NOT NULL OR EXISTS (
            SELECT FROM ranking_application AS application
            JOIN ranking_ranking AS ranking ON ranking.round_id = application.round_id AND ranking.network_id IS NULL
            WHERE application.id = OLD.application_id
        ) THEN
            PERFORM forum_refuse('what is declared is taken back before the forum begins to rank',
                'ranking_lifted_before_the_ranking');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION ranking_check_mover() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        place uuid;
    BEGIN
        SELECT coalesce(ranking.network_id, forum.party_ptr_id) INTO place FROM ranking_ranking AS ranking
            LEFT JOIN (actors_forum AS forum JOIN actors_party AS party ON party.id = forum.party_ptr_id)
                ON party.county_id = ranking.county_id
            WHERE ranking.id = NEW.ranking_id;
        IF NOT accounts_holds(
            NEW.person_id, ARRAY['forum_secretary', 'forum_leader', 'coordinator'], place, NEW.at
        ) THEN
            PERFORM forum_refuse('only those who write the ranking down move in it', 'ranking_moved_by_the_role');
        END IF;
        IF EXISTS (SELECT FROM ranking_ranking WHERE id = NEW.ranking_id AND network_id IS NULL)
            AND ranking_is_tied(NEW.application_id, NEW.person_id, NEW.at) THEN
            PERFORM forum_refuse('someone tied to the application does not move it', 'ranking_nobody_tied_moves');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION ranking_keep_places() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM ranking_ranking AS ranking LEFT JOIN forum_matter AS matter ON matter.id = ranking.matter_id
            WHERE ranking.id = OLD.ranking_id
                AND (ranking.sent_at IS NOT NULL OR matter.state IN ('voting', 'decided'))
        ) THEN
            PERFORM forum_refuse('a ranking that is sent, voted on or decided stays as it is', 'ranking_decided_stays');
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION ranking_keep_rest() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM forum_matter WHERE id = OLD.matter_id AND state IN ('voting', 'decided')) THEN
            PERFORM forum_refuse('a ranking that is voted on or decided stays as it is', 'ranking_decided_stays');
        END IF;
        RETURN NEW;
    END $$;

    CREATE TRIGGER ranking_score_allowed BEFORE INSERT ON ranking_score
        FOR EACH ROW EXECUTE FUNCTION ranking_check_score();
    CREATE TRIGGER ranking_answers_allowed BEFORE INSERT ON ranking_answered
        FOR EACH ROW EXECUTE FUNCTION ranking_check_score();
    CREATE TRIGGER ranking_declared_lifted BEFORE UPDATE ON ranking_declared
        FOR EACH ROW EXECUTE FUNCTION ranking_check_lifting();
    CREATE TRIGGER ranking_move_allowed BEFORE INSERT ON ranking_move
        FOR EACH ROW EXECUTE FUNCTION ranking_check_mover();
    CREATE TRIGGER ranking_rest_stays BEFORE UPDATE OF rest_to_id ON ranking_ranking
        FOR EACH ROW WHEN (OLD.rest_to_id IS DISTINCT FROM NEW.rest_to_id) EXECUTE FUNCTION ranking_keep_rest();
    CREATE TRIGGER ranking_place_stays BEFORE UPDATE OR DELETE ON ranking_place
        FOR EACH ROW EXECUTE FUNCTION ranking_keep_places();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("audit", "0001_initial"),
        ("accounts", "0002_holds"),
        ("forum", "0002_protect"),
        ("ranking", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
        *append_only("ranking_score", "ranking_answered", "ranking_move"),
        keeps_all_but("ranking_declared", "lifted_at", "lifted_because"),
    ]
