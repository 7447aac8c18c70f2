from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import only_if, signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only, keeps_all_but

RULES = """
    -- Whether someone is tied to a matter: recused in it, with a role that day at a party that it concerns, or sitting
    -- in the forum for one. The same rule as in laget/rules/habilitet.py, for whoever comes another way than the pages.
    CREATE FUNCTION forum_is_tied(the_matter uuid, someone uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        WITH today AS (SELECT (at AT TIME ZONE 'Europe/Oslo')::date AS day)
        SELECT EXISTS (
            SELECT FROM forum_recusal WHERE matter_id = the_matter AND person_id = someone AND lifted_at IS NULL
        ) OR EXISTS (
            SELECT FROM today, forum_concerned AS concerned
            JOIN accounts_heldrole AS held ON held.party_id = concerned.party_id AND held.person_id = someone
            WHERE concerned.matter_id = the_matter
                AND held.valid_from <= day AND (held.valid_to >= day OR held.valid_to IS NULL)
        ) OR EXISTS (
            SELECT FROM today, forum_concerned AS concerned
            JOIN forum_holder AS held ON held.party_id = concerned.party_id AND held.person_id = someone
            WHERE concerned.matter_id = the_matter
                AND held.valid_from <= day AND (held.valid_to >= day OR held.valid_to IS NULL)
        )
    $$;

    CREATE FUNCTION forum_refuse(what text, named text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%', what USING ERRCODE = 'check_violation', CONSTRAINT = named;
    END $$;

    CREATE FUNCTION forum_check_taking_part() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF forum_is_tied(NEW.matter_id, NEW.person_id, NEW.at) THEN
            PERFORM forum_refuse('someone tied to the matter takes no part in it', 'forum_nobody_tied_takes_part');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION forum_check_vote() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        ballot forum_ballot%ROWTYPE;
        day date := (NEW.at AT TIME ZONE 'Europe/Oslo')::date;
    BEGIN
        SELECT * INTO ballot FROM forum_ballot WHERE id = NEW.ballot_id;
        IF ballot.closed_at IS NOT NULL THEN
            PERFORM forum_refuse('the ballot is closed', 'forum_a_closed_ballot_takes_no_votes');
        END IF;
        IF forum_is_tied(ballot.matter_id, NEW.person_id, NEW.at) THEN
            PERFORM forum_refuse('someone tied to the matter has no vote in it', 'forum_nobody_tied_votes');
        END IF;
        IF NOT EXISTS (SELECT FROM actors_seat WHERE id = NEW.seat_id AND votes) THEN
            PERFORM forum_refuse('the seat has no vote', 'forum_only_seats_with_a_vote');
        END IF;
        IF NOT EXISTS (
            SELECT FROM forum_matter AS matter
            JOIN forum_attendance AS attends ON attends.meeting_id = matter.meeting_id
            JOIN forum_holder AS held ON held.id = attends.holder_id
            WHERE matter.id = ballot.matter_id AND held.person_id = NEW.person_id AND EXISTS (
                SELECT FROM forum_holder AS own WHERE own.person_id = NEW.person_id AND own.seat_id = NEW.seat_id
                    AND own.valid_from <= day AND (own.valid_to >= day OR own.valid_to IS NULL))
        ) THEN
            PERFORM forum_refuse('only those who are there vote, in a seat of theirs', 'forum_only_those_present_vote');
        END IF;
        -- A deputy sits where those before them are away, tied, or sit in another seat.
        IF EXISTS (
            SELECT FROM forum_matter AS matter
            JOIN forum_attendance AS attends ON attends.meeting_id = matter.meeting_id
            JOIN forum_holder AS there ON there.id = attends.holder_id
            JOIN forum_holder AS earlier ON earlier.person_id = there.person_id AND earlier.seat_id = NEW.seat_id
            JOIN forum_holder AS own ON own.person_id = NEW.person_id AND own.seat_id = NEW.seat_id
            WHERE matter.id = ballot.matter_id AND (earlier.place, earlier.id) < (own.place, own.id)
                AND earlier.valid_from <= day AND (earlier.valid_to >= day OR earlier.valid_to IS NULL)
                AND own.valid_from <= day AND (own.valid_to >= day OR own.valid_to IS NULL)
                AND NOT forum_is_tied(ballot.matter_id, earlier.person_id, NEW.at)
                AND NOT EXISTS (SELECT FROM forum_holder AS other
                    WHERE other.person_id = earlier.person_id AND other.seat_id <> NEW.seat_id)
        ) THEN
            PERFORM forum_refuse('the one before them sits in the seat', 'forum_a_deputy_sits_for_who_is_away');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION forum_check_lifting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.lifted_at IS NOT NULL OR OLD.ground <> 'declared'
            OR NOT EXISTS (SELECT FROM forum_matter WHERE id = OLD.matter_id AND state = 'listed')
        THEN
            PERFORM forum_refuse('what is declared is taken back before the matter is taken up',
                'forum_lifted_before_the_matter');
        END IF;
        RETURN NEW;
    END $$;

    CREATE FUNCTION forum_keep_lines() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM forum_refuse('what is voted on or decided stays as it is', 'forum_a_proposal_stays');
        RETURN NULL;
    END $$;

    CREATE TRIGGER forum_remark_taking_part BEFORE INSERT ON forum_remark
        FOR EACH ROW EXECUTE FUNCTION forum_check_taking_part();
    CREATE TRIGGER forum_decision_taking_part BEFORE INSERT ON forum_decision
        FOR EACH ROW EXECUTE FUNCTION forum_check_taking_part();
    CREATE TRIGGER forum_recusal_lifted BEFORE UPDATE ON forum_recusal
        FOR EACH ROW EXECUTE FUNCTION forum_check_lifting();
    CREATE TRIGGER forum_vote_allowed BEFORE INSERT ON forum_vote
        FOR EACH ROW EXECUTE FUNCTION forum_check_vote();
    CREATE TRIGGER forum_matter_lines BEFORE UPDATE OF lines, conclusion ON forum_matter
        FOR EACH ROW WHEN (OLD.state NOT IN ('listed', 'open')
            AND (OLD.lines IS DISTINCT FROM NEW.lines OR OLD.conclusion IS DISTINCT FROM NEW.conclusion))
        EXECUTE FUNCTION forum_keep_lines();
    CREATE TRIGGER forum_ballot_stays BEFORE UPDATE ON forum_ballot
        FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL OR OLD.lines IS DISTINCT FROM NEW.lines)
        EXECUTE FUNCTION forum_keep_lines();
"""


FORUM = """(SELECT forum_id FROM forum_meeting AS meeting JOIN forum_matter AS matter ON matter.meeting_id = meeting.id
            WHERE matter.id = NEW.matter_id)"""
FORUM_OF_MEETING = "(SELECT forum_id FROM forum_meeting WHERE id = NEW.meeting_id)"
RUNNING = (Role.FORUM_SECRETARY, Role.FORUM_LEADER)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("audit", "0001_initial"),
        ("accounts", "0002_holds"),
        ("forum", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
        keeps_all_but("forum_recusal", "lifted_at", "lifted_because"),
        *append_only("forum_remark", "forum_vote", "forum_decision", "forum_minutes"),
        signed_by("forum_decision", "person_id", "at", *RUNNING, party=FORUM),
        signed_by("forum_minutes", "person_id", "at", Role.FORUM_LEADER, party=FORUM_OF_MEETING),
        only_if(
            "forum_matter",
            "NEW.state = 'decided'",
            "EXISTS (SELECT FROM forum_decision WHERE matter_id = NEW.id)",
            name="forum_decided_when_someone_wrote_it_down",
        ),
        only_if(
            "forum_meeting",
            "NEW.state = 'approved'",
            "EXISTS (SELECT FROM forum_minutes WHERE meeting_id = NEW.id)",
            name="forum_approved_when_the_leader_has",
        ),
    ]
