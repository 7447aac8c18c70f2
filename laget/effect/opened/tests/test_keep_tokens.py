"""A key reads what its role reads, for as long as it holds; and it is shown once."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from laget.base.accounts.roles import Role
from laget.base.audit.models import Entry
from laget.effect.opened import actions
from laget.effect.opened.actions import Wanted, make_token, revoke_token
from laget.effect.opened.models import Scope, Token
from laget.effect.opened.token_queries import MOST_A_MINUTE, opened_with, tokens_visible_to
from testing.people import World

pytestmark = pytest.mark.django_db
ALL = tuple(Scope)
PATHS = {Scope.SURVEYS: "kartlegginger", Scope.REPORTS: "rapporter", Scope.AWARDS: "tildelinger"}


def today() -> date:
    return timezone.localdate()


def wanted(world: World, role: Role, where: str, *scopes: Scope, days: int = 30) -> Wanted:
    return Wanted("Datavarehuset", role, world.parties[where].pk, scopes or ALL, today() + timedelta(days=days))


def made(world: World, name: str, role: Role, where: str, *scopes: Scope) -> str:
    now = timezone.localtime()
    return make_token(wanted(world, role, where, *scopes), actor=world.act(name, now), at=now)


def ask(client: Client, secret: str, scope: Scope) -> tuple[int, Any]:
    answer = client.get(f"/api/{PATHS[scope]}/", headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("name", "role", "where"),
    [
        ("kari", Role.UNIT_LEADER, "Solbakken barnehage"),
        ("ola", Role.OWNER, "Inderøy kommune"),
        ("nina", Role.COORDINATOR, "Innherred"),
        ("tom", Role.PARTNER, "Nord universitet"),
        ("arne", Role.FORUM_SECRETARY, "Samarbeidsforum i Trøndelag"),
        ("eva", Role.CASE_OFFICER, "Trøndelag"),
        ("pål", Role.COORDINATOR, "Fosen"),
    ],
)
def test_it_reads_what_the_role_reads_and_no_more(
    world: World, client: Client, name: str, role: Role, where: str
) -> None:
    world.carry("approve")
    secret = made(world, name, role, where)
    found = opened_with(secret, day=today(), at=timezone.localtime())
    assert found
    assert found.actor.holdings == world.act(name, timezone.localtime()).holdings
    by_key = {scope: ask(client, secret, scope) for scope in ALL}
    client.force_login(world.people[name])
    assert by_key == {scope: (200, client.get(f"/api/{PATHS[scope]}/").json()) for scope in ALL}
    assert by_key[Scope.AWARDS][1]["count"] > 0


def test_it_is_shown_once_and_only_its_hash_is_kept(world: World, client: Client) -> None:
    client.force_login(world.people["ola"])
    posted = {
        "name": "Datavarehuset",
        "holding": f"owner:{world.parties['Inderøy kommune'].pk}",
        "scopes": ["awards"],
        "last": (today() + timedelta(days=10)).isoformat(),
    }
    page = client.post("/nokler/", posted)
    [token] = Token.objects.all()
    secret = page.content.decode().partition('id="made" value="')[2].partition('"')[0]
    assert secret.startswith(actions.PREFIX)
    assert page["Cache-Control"] == "private, no-store"
    assert secret not in client.get("/nokler/").content.decode()
    assert secret not in str(Token.objects.values().get())
    entry = Entry.objects.get(act="make_token")
    assert (entry.about, entry.actor_name, secret in str(entry.detail)) == (str(token.pk), "Ola", False)
    assert ask(client, secret, Scope.AWARDS)[0] == 200
    assert "Sist brukt" in client.get("/nokler/").content.decode()
    wrong: dict[str, Any]
    for wrong in ({"last": (today() + timedelta(days=400)).isoformat()}, {"scopes": []}, {"holding": "owner:1"}):
        assert client.post("/nokler/", posted | wrong).status_code == 422
    assert Token.objects.count() == 1


def test_one_that_is_revoked_is_dead_at_once(world: World, client: Client) -> None:
    secret = made(world, "ola", Role.OWNER, "Inderøy kommune")
    assert ask(Client(), secret, Scope.AWARDS)[0] == 200
    token = Token.objects.get()
    client.force_login(world.people["ola"])
    assert client.post(f"/nokler/{token.pk}/trekk-tilbake/").status_code == 302
    said = {"detail": "Du er ikke logget inn. Send med en nøkkel som virker, eller logg inn i Laget."}
    assert ask(Client(), secret, Scope.AWARDS) == (401, said)
    assert Entry.objects.filter(act="revoke_token", about=token.pk).count() == 1
    with pytest.raises(ProgrammingError, match="revoked"), transaction.atomic():
        Token.objects.update(revoked_at=None, revoked_by=None)
    with pytest.raises(ProgrammingError, match="keeps"), transaction.atomic():
        Token.objects.all().delete()


def test_one_that_has_run_out_or_is_not_for_this_opens_nothing(world: World, client: Client) -> None:
    secret = made(world, "ola", Role.OWNER, "Inderøy kommune", Scope.REPORTS)
    assert ask(client, secret, Scope.REPORTS)[0] == 200
    assert ask(client, secret, Scope.AWARDS)[0] == 403
    assert ask(client, secret + "x", Scope.REPORTS)[0] == 401
    assert opened_with(secret, day=today() + timedelta(days=30), at=timezone.localtime())
    assert opened_with(secret, day=today() + timedelta(days=31), at=timezone.localtime()) is None
    with pytest.raises(ProgrammingError, match="keeps"), transaction.atomic():
        Token.objects.update(scopes=["awards"])


def test_it_is_used_so_often_a_minute_and_no_oftener(world: World, client: Client) -> None:
    secret = made(world, "ola", Role.OWNER, "Inderøy kommune")
    now = timezone.localtime()
    opened = [opened_with(secret, day=today(), at=now) for _each in range(MOST_A_MINUTE + 1)]
    assert [each.too_many for each in opened if each] == [*[False] * MOST_A_MINUTE, True]
    later = opened_with(secret, day=today(), at=now + timedelta(minutes=1))
    assert later
    assert not later.too_many
    Token.objects.update(calls=MOST_A_MINUTE, minute=int(timezone.localtime().timestamp()) // 60)
    answer = client.get("/api/tildelinger/", headers={"Authorization": f"Bearer {secret}"})
    if answer.status_code != 429:  # the minute turned
        Token.objects.update(calls=MOST_A_MINUTE)
        answer = client.get("/api/tildelinger/", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_nobody_is_let_in_to_more_by_a_key_than_they_have(world: World) -> None:
    now = timezone.localtime()
    for name, role, where in (
        ("ada", Role.OWNER, "Inderøy kommune"),
        ("ada", Role.ADMINISTRATOR, "Trøndelag"),
        ("pia", Role.OWNER, "Inderøy kommune"),
        ("ola", Role.CASE_OFFICER, "Trøndelag"),
        ("knut", Role.UNIT_STAFF, "Solbakken barnehage"),
        ("mons", Role.FORUM_MEMBER, "Samarbeidsforum i Trøndelag"),
    ):
        with pytest.raises(PermissionDenied):
            make_token(wanted(world, role, where), actor=world.act(name, now), at=now)
    made(world, "ola", Role.OWNER, "Inderøy kommune")
    token: UUID = Token.objects.get().pk
    seen = {name: tokens_visible_to(world.act(name, now)).count() for name in ("ola", "ada", "pia", "nina", "knut")}
    assert seen == {"ola": 1, "ada": 1, "pia": 0, "nina": 0, "knut": 0}
    with pytest.raises(PermissionDenied):
        revoke_token(token, actor=world.act("pia", now), at=now)
    revoke_token(token, actor=world.act("ada", now), at=now)
    assert Token.objects.get().revoked_by == world.people["ada"]
