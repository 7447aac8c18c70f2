from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role
from laget.base.audit.protect import append_only


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("accounts", "0002_holds"),
        ("audit", "0001_initial"),
        ("beslutningsgrunnlag", "0001_initial"),
    ]

    operations: ClassVar[list[Any]] = [
        *append_only("beslutningsgrunnlag_signature"),
        signed_by(
            "beslutningsgrunnlag_signature", "person_id", "at", Role.COORDINATOR, Role.PARTNER, party="NEW.party_id"
        ),
    ]
