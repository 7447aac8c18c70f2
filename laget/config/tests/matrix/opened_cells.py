"""The cells of what is open, told and not told yet, of everything made of it, and of keys for programs."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.cast import FORUM, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.opened import KeyFor
from laget.config.tests.matrix.stage import Stage
from laget.effect.opened.models import Token
from laget.grant.tilsagn.models import GrantedAmount, Letter
from laget.need.plans.models import Adoption

OPEN = "open to everyone"
_LEFT = ("sending", "sent", "failed")


def of_open(stage: Stage) -> Iterator[Cell]:
    """One that has been told, and one that hasn't: neither it nor what is made of it alone is there for anyone."""
    told = set(Letter.objects.filter(kind="tilsagn", delivery__in=_LEFT).values_list("tilsagn", flat=True))
    granted = list(GrantedAmount.objects.filter(amount__gt=0, award__tiltak__isnull=False).order_by("pk"))
    known = next(each.award for each in granted if each.tilsagn_id in told)
    silent = next((each.award for each in granted if each.tilsagn_id not in told), None)
    assert known
    for award, thing in ((known, OPEN), (silent, None)):
        if award:
            yield Cell("opened:award", reverse("opened:award", args=[award.pk]), thing)
            yield Cell("opened:tiltak", reverse("opened:tiltak", args=[award.tiltak_id]), thing)
    yield Cell("opened:party", reverse("opened:party", args=[known.recipient_id]), OPEN)
    for name in ("Solbakken barnehage", "Fjordgløtt SA"):
        yield Cell("opened:party", reverse("opened:party", args=[stage.world.parties[name].pk]))
    for slug, thing in (("trondelag", OPEN), ("ingen", None)):
        yield Cell("opened:year", reverse("opened:year", args=[slug]), thing)
        yield from (
            Cell("opened:catalogue", reverse("opened:catalogue", args=[slug, each]), thing)
            for each in ("ttl", "jsonld")
        )
    for slug, thing in (("tildelinger", OPEN), ("runder", OPEN), ("personer", None)):
        yield from (Cell("opened:file", reverse("opened:file", args=[slug, each]), thing) for each in ("csv", "json"))
        yield Cell("opened:schema", reverse("opened:schema", args=[slug]), thing)
    for adoption in Adoption.objects.order_by("pk"):
        public = adoption.version.publications.exists()
        yield Cell("opened:plan", reverse("opened:plan", args=[adoption.version.document_id]), OPEN if public else None)
    for name in ("award", "party", "tiltak", "plan", "revoke"):
        yield Cell(f"opened:{name}", reverse(f"opened:{name}", args=[UNKNOWN]))
    yield from _of_tokens(stage)


def _of_tokens(stage: Stage) -> Iterator[Cell]:
    """Asked for by each sort of role, also by those who may have none; and those there are."""
    last = timezone.localdate() + timedelta(days=20)
    for role, party, county in _ASKED:
        posted = {"name": "Prøve", "holding": f"{role}:{stage.world.parties[party].pk}", "scopes": "awards"}
        thing = KeyFor(role, party, county)
        yield Cell("opened:tokens", reverse("opened:tokens"), thing, {**posted, "last": last.isoformat()})
    for token in Token.objects.order_by("pk"):
        names = {each.pk: name for name, each in stage.world.parties.items()}
        party = names[token.party_id]
        yield Cell(
            "opened:revoke", reverse("opened:revoke", args=[token.pk]), KeyFor(Role(token.role), party, TRONDELAG)
        )


_ASKED = (
    (Role.UNIT_LEADER, "Solbakken barnehage", TRONDELAG),
    (Role.UNIT_STAFF, "Solbakken barnehage", TRONDELAG),
    (Role.OWNER, "Inderøy kommune", TRONDELAG),
    (Role.COORDINATOR, "Innherred", TRONDELAG),
    (Role.FORUM_MEMBER, FORUM[TRONDELAG], TRONDELAG),
    (Role.CASE_OFFICER, TRONDELAG, TRONDELAG),
    (Role.ADMINISTRATOR, TRONDELAG, TRONDELAG),
)
