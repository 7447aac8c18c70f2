"""Django's sessions in the database. Each knows its person, so that one query tells who asks, and in what roles."""

from datetime import date
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from laget.base.accounts.actor import HOLDINGS, HOLDINGS_OF, Actor, holding_in
from laget.base.accounts.models import Person, Session
from laget.base.prepared import ask


class SessionStore(db.SessionStore):
    _found: str | None = None  # what the session holds, signed, before anything has asked for it

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        session.person_id = data.get(SESSION_KEY)
        return session

    def actor_on(self, day: date) -> Actor | None:
        """The one who is signed in, if they still may be, with the roles they hold that day. One query.

        Nobody has a password, so there is no hash of one to compare with.
        """
        self.accessed = True  # so that no page of one person is kept for another
        rows = ask(_WHO, {"key": self.session_key, "now": timezone.now(), "day": day}).fetchall()
        if not rows:
            self._session_key = None
            return None
        self._found, who = rows[0][:2]
        if who is None:
            return None
        person = Person.from_db(connection.alias, _COLUMNS, rows[0][-len(_COLUMNS) :])
        held = (row[2 : -len(_COLUMNS)] for row in rows)
        return Actor(person, day, tuple(holding_in(each) for each in held if each[0]))

    def load(self) -> dict[str, Any]:
        return super().load() if self._found is None else self.decode(self._found)


_COLUMNS = [field.attname for field in Person._meta.concrete_fields]  # noqa: SLF001 -- Django documents it
_WHO = f"""
    SELECT session.session_data, person.id, {HOLDINGS}, {", ".join(f"person.{name}" for name in _COLUMNS)}
    FROM accounts_session AS session
    LEFT JOIN accounts_person AS person ON person.id = session.person_id AND person.is_active
    LEFT JOIN {HOLDINGS_OF} ON held.person_id = person.id
    WHERE session.session_key = %(key)s AND session.expire_date > %(now)s
    GROUP BY session.session_key, person.id, held.id, party.id
    ORDER BY held.id
"""  # noqa: S608 -- ours alone
