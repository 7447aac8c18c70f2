"""Sign-in as allauth does it. The person, asked for in every request, is read in plain SQL."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from laget.base.accounts.models import Person

_FIELDS = Person._meta.concrete_fields  # noqa: SLF001 -- Django documents it
_COLUMNS = [field.attname for field in _FIELDS]
_PERSON = f"SELECT {', '.join(_COLUMNS)} FROM accounts_person WHERE id = %s AND is_active"  # noqa: S608 -- ours alone


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: Any) -> Person | None:
        """None for someone who is gone, or may no longer sign in."""
        with connection.cursor() as cursor:
            cursor.execute(_PERSON, [user_id])
            row = cursor.fetchone()
        return Person.from_db(connection.alias, _COLUMNS, row) if row else None
