"""The cells of everything that is neither a document nor a round: people, organisations, dates, amounts, passkeys."""

import json
from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.urls import reverse

from laget.base.accounts.models import HeldRole
from laget.base.actors.models import Organisation
from laget.config.tests.matrix.calls import Upload
from laget.config.tests.matrix.cast import FORUM, OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell, round_now
from laget.config.tests.matrix.papers import Papers
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.scenes import Scene
from laget.config.tests.matrix.stage import Stage
from laget.config.tests.matrix.things import Amount, Heard, OfNetwork, Place
from laget.grant.tilsagn.models import GrantedAmount

_PARTIES = (("Solbakken barnehage", TRONDELAG), ("Furuset barnehage", OSLO), ("HINN", None))


def of_everything_else(stage: Stage, papers: Papers, scene: Scene) -> Iterator[Cell]:
    for name, route in ROUTES.items():
        if route.on is On.NOTHING and name != "accounts:import_files":
            yield Cell(name, reverse(name))
    yield from _of_parties(stage)
    yield from _of_imports(stage)
    yield from of_networks(stage, papers, scene)
    yield from _of_dates(stage, papers, scene)
    yield from _of_counties()
    yield from _of_planners(stage)
    yield from _of_voices(stage)
    for slug, page in (("leder", "leder"), ("ingen", None)):
        yield Cell("insight:guide", reverse("insight:guide", args=[slug]), page)
    for amount in GrantedAmount.objects.filter(tilsagn__round=stage.round).select_related("tilsagn"):
        if amount.tilsagn.subject.name in {"Innherred", "Nord universitet"}:
            yield Cell("insight:follow", reverse("insight:follow", args=[amount.pk]), Amount(papers.of(amount.tilsagn)))
    yield Cell("insight:follow", reverse("insight:follow", args=[0]))


def _of_parties(stage: Stage) -> Iterator[Cell]:
    for name, county in _PARTIES:
        party, place = stage.world.parties[name], Place(county)
        number = Organisation.objects.get(pk=party.pk).number
        yield Cell("accounts:organisation", reverse("accounts:organisation", args=[number]), place)
        address = {"email": "ny@postmottak.example", "language": "nn"}
        yield Cell("accounts:address", reverse("accounts:address", args=[party.pk]), place, address)
        role = "partner" if name == "HINN" else "unit_staff"
        posted = {
            "name": "Ny Person",
            "email": "ny@laget.example",
            "role": role,
            "party": party.pk,
            "first": "2025-01-01",
        }
        yield Cell("accounts:give_role", reverse("accounts:give_role"), place, posted)
    yield Cell("accounts:organisation", reverse("accounts:organisation", args=["999999999"]))
    yield Cell("accounts:address", reverse("accounts:address", args=[UNKNOWN]), None, {"email": "ny@x.example"})
    for name, county in (("kari", TRONDELAG), ("eva", TRONDELAG), ("oline", OSLO), ("petra", None)):
        held = HeldRole.objects.get(person=stage.world.people[name])
        yield Cell("accounts:end_role", reverse("accounts:end_role", args=[held.pk]), Place(county))
    yield Cell("accounts:end_role", reverse("accounts:end_role", args=[0]))


def _of_imports(stage: Stage) -> Iterator[Cell]:
    """The two files, about an organisation here and about one in the other county."""
    for name, county in _PARTIES[:2]:
        number = Organisation.objects.get(pk=stage.world.parties[name].pk).number
        counts = f"organisasjonsnummer;år;gruppe;antall;status\n{number};2024;barn;17;endelig\n"
        unit = {"Organisasjonsnummer": number, "Navn": "Nytt navn", "Kommunenummer": "5053", "ErBarnehage": True}
        for posted in (
            {"which": "counts", "counts-source": "BASIL", "counts-file": Upload("tall.csv", counts)},
            {"which": "register", "register-file": Upload("enheter.json", json.dumps([unit]))},
        ):
            yield Cell("accounts:import_files", reverse("accounts:import_files"), Place(county), posted)


def of_networks(stage: Stage, papers: Papers, scene: Scene) -> Iterator[Cell]:
    """Asking a network's owners: ours, the one beside, one without owners, and the other county's."""
    now = round_now(stage, papers, scene, TRONDELAG)
    for name in ("Innherred", "Fosen", "PPT-ledernettverket", "Oslos Innherred"):
        address = reverse("behovsmelding:ask", args=[stage.round.pk, stage.world.parties[name].pk])
        yield Cell("behovsmelding:ask", address, OfNetwork(now, name, belongs=not name.startswith("Oslos")))
    yield Cell("behovsmelding:ask", reverse("behovsmelding:ask", args=[stage.round.pk, stage.oslo.pk]))


def _of_dates(stage: Stage, papers: Papers, scene: Scene) -> Iterator[Cell]:
    for key, name in (("innherred", "Innherred"), ("ppt-ledernettverket", "PPT-ledernettverket")):
        for step in ("assessment", "behovsmelding", "report"):
            for round, county in ((stage.round, TRONDELAG), (stage.oslo_round, OSLO)):
                now = round_now(stage, papers, scene, county)
                network = name if county == TRONDELAG else f"Oslos {name}"
                address = reverse("cycle:set_local_date", args=[round.pk, key, step])
                yield Cell("cycle:set_local_date", address, OfNetwork(now, network, True, step), {"day": "2024-11-20"})
    for args in ((0, "innherred", "assessment"), (stage.round.pk, "ingen", "assessment")):
        yield Cell("cycle:set_local_date", reverse("cycle:set_local_date", args=args), None, {"day": "2024-11-20"})


def _of_voices(stage: Stage) -> Iterator[Cell]:
    """Every address of each lytteperiode, and of one that isn't there; and beginning a new one."""
    period = {"first": "2099-01-10", "last": "2099-02-10"}
    for unit, heard in stage.heard.items():
        party = stage.world.parties[unit].pk
        yield Cell("voices:begin", reverse("voices:begin", args=[party]), heard, period)
        yield from _of_listening(stage.listenings[unit].pk, heard)
    yield Cell("voices:begin", reverse("voices:begin", args=[UNKNOWN]), None, period)
    yield from _of_listening(UNKNOWN, None)


def _of_listening(pk: UUID, heard: Heard | None) -> Iterator[Cell]:
    said = {"children": 6, "good": 4, "mixed": 1, "hard": 1, "summary": "Mer.", "no_worry": "on", "revision": 1}
    plan = {"keep": "Mer.", "change": "", "who": "Alle", "due": "2025-03-01", "sign": "Mer.", "revision": 0}
    for name in ("case", "close", "beside", "plan"):
        yield Cell(f"voices:{name}", reverse(f"voices:{name}", args=[pk]), heard)
    for name in ("register", "remove"):
        yield Cell(f"voices:{name}", reverse(f"voices:{name}", args=[pk, "community", "talk"]), heard, said)
    yield Cell("voices:plan_theme", reverse("voices:plan_theme", args=[pk, "community"]), heard, plan)


def _of_counties() -> Iterator[Cell]:
    for slug, county in (("trondelag", TRONDELAG), ("oslo", OSLO), ("ingen", None)):
        yield Cell("insight:county", reverse("insight:county", args=[slug]), county)
        yield Cell("cycle:open_round", reverse("cycle:open_round", args=[slug]), county, {"year": "2026"})


def _of_planners(stage: Stage) -> Iterator[Cell]:
    """A plan that nobody has begun: of an owner here, the network beside, the other county's forum; and of nobody."""
    for name, form in (("Inderøy kommune", "plan_description"), ("Fosen", "plan_long_term")):
        address = reverse("plan:begin", args=[stage.round.pk, stage.world.parties[name].pk, form])
        yield Cell("plan:begin", address, name)
    forum = stage.world.parties[FORUM[OSLO]].pk
    yield Cell("plan:begin", reverse("plan:begin", args=[stage.oslo_round.pk, forum, "plan_long_term"]), FORUM[OSLO])
    yield Cell("plan:begin", reverse("plan:begin", args=[stage.round.pk, forum, "plan_long_term"]))
    yield Cell("plan:begin", reverse("plan:begin", args=[stage.round.pk, UNKNOWN, "plan_project"]))


def of_passkeys(stage: Stage) -> Iterator[Cell]:
    """Doris's. Nobody else may so much as learn that she has one."""
    key = Authenticator.objects.get(user=stage.world.people["doris"])
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        for pk in (key.pk, 0):
            yield Cell(name, reverse(name, args=[pk]), "doris" if pk else None)
