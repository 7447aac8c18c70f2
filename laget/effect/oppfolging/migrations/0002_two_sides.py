from typing import Any, ClassVar

from django.db import migrations

from laget.base.accounts.protect import signed_by
from laget.base.accounts.roles import Role


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("accounts", "0002_holds"), ("oppfolging", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        signed_by("oppfolging_oppfolging", "offered_by_id", "offered_at", Role.CASE_OFFICER, party="NEW.county_id"),
        signed_by("oppfolging_oppfolging", "answered_by_id", "answered_at", Role.OWNER, party="NEW.owner_id"),
    ]
