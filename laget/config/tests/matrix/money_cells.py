"""The cells of money: an award with something to decide, changes and payment lists in their states."""

from collections.abc import Iterator
from uuid import uuid4

from django.urls import reverse

from laget.config.tests.matrix import klage
from laget.config.tests.matrix.calls import Upload
from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.cells import UNKNOWN, Cell
from laget.config.tests.matrix.money import AwardNow, ChangeNow, CorrectionNow, LetterNow, ListNow
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import ROUTES
from laget.config.tests.matrix.stage import Stage
from laget.grant.changes.models import Change
from laget.grant.corrections.models import Correction
from laget.grant.corrections.texts import texts_in
from laget.grant.klage.models import Klage
from laget.grant.ledger.models import Award
from laget.grant.payments.models import PaymentList
from laget.grant.tilsagn.models import Letter

_OF_A_CHANGE = [name for name, route in ROUTES.items() if route.on is On.CHANGE]
_OF_A_CORRECTION = [name for name, route in ROUTES.items() if route.on is On.CORRECTION]
_OF_A_KLAGE = [name for name, route in ROUTES.items() if route.on is On.KLAGE]
_OF_A_LETTER = [name for name, route in ROUTES.items() if route.on is On.LETTER]
_OF_A_LIST = [name for name, route in ROUTES.items() if route.on is On.PAYMENTS]


def of_money(stage: Stage) -> Iterator[Cell]:
    for award in Award.objects.filter(name__startswith="Penger til").select_related("recipient"):
        yield from _of_award(stage, award)
    yield from _of_counties(stage)
    for change in Change.objects.select_related("award__recipient", "proposed_by"):
        told = all(letter.has_left for letter in Letter.objects.filter(about=str(change.pk), replaces=None))
        known = ChangeNow(_known(stage, change.award), change.state, _name(stage, change.proposed_by_id), told)
        for name in _OF_A_CHANGE:
            yield Cell(name, reverse(name, args=[change.pk]), known, {"reason": "Vent."})
    for letter in Letter.objects.filter(tilsagn=None).select_related("recipient"):
        open = letter.klager.filter(state__in=klage.OPEN).exists()
        now = LetterNow(
            TRONDELAG,
            letter.recipient.name,
            letter.delivery,
            letter.is_decision,
            complained_of=open,
            replaced=hasattr(letter, "replaced_by"),
            corrected=letter.corrections.filter(state="proposed").exists(),
        )
        posted = texts_in(letter.said) | {"what": "Navnet.", "recipient": "Et annet navn", "wants": "Mer."}
        for name in _OF_A_LETTER:
            yield Cell(name, reverse(name, args=[letter.pk]), now, {"grounds": "Fordi.", **posted})
    yield from _of_corrections(stage)
    yield from _of_klager(stage)
    yield from (Cell(name, reverse(name, args=[0])) for name in _OF_A_LETTER)
    for found in PaymentList.objects.all():
        people = {found.prepared_by_id, *found.payments.values_list("account__registered_by", flat=True)}
        hand = frozenset(_name(stage, pk) for pk in people)
        list_now = ListNow(TRONDELAG, found.state, _name(stage, found.prepared_by_id), hand)
        for name in _OF_A_LIST:
            yield Cell(name, reverse(name, args=[found.pk]), list_now, {"reason": "Vent."})
    for name in (*_OF_A_CHANGE, *_OF_A_LIST, "payments:award", "payments:register_agreement"):
        yield Cell(name, reverse(name, args=[UNKNOWN]))


def _of_award(stage: Stage, award: Award) -> Iterator[Cell]:
    known = _known(stage, award)
    yield Cell("payments:award", reverse("payments:award", args=[award.pk]), known)
    agreed = reverse("payments:register_agreement", args=[award.pk])
    yield Cell("payments:register_agreement", agreed, known, {"signed_on": "2025-05-01"})
    if award.recipient.name == "Innherred":  # the one that owes something
        repaid = reverse("payments:register_repayment", args=[award.pk, 2025])
        yield Cell("payments:register_repayment", repaid, known, {"amount": "10", "about": str(uuid4())})
    if not award.changes.filter(state="proposed").exists():
        posted = {"kind": "supplement", "amount": "1", "reason": "Mer."}
        yield Cell("changes:propose", reverse("changes:propose", args=[award.pk, 2025]), known, posted)
        nothing = AwardNow(known.county, known.recipient, open=False)
        yield Cell("changes:propose", reverse("changes:propose", args=[award.pk, 2031]), nothing, posted)


def _of_counties(stage: Stage) -> Iterator[Cell]:
    fosen = stage.world.parties["Fosen"]
    key = f"{Award.objects.get(name='Penger til Fosen').pk}/2025"
    account = {"holder": "Vert", "organisation_number": "974767880", "number": "8601 11 17947"}
    for slug, county in (("trondelag", TRONDELAG), ("oslo", OSLO), ("ingen", None)):
        yield Cell("payments:lists", reverse("payments:lists", args=[slug]), county)
        yield Cell("payments:receipts", reverse("payments:receipts", args=[slug]), county)
        if county != OSLO:
            yield Cell("payments:prepare", reverse("payments:prepare", args=[slug]), county, {"payable": [key]})
            yield Cell("payments:account", reverse("payments:account", args=[slug, fosen.pk]), county, account)
    yield Cell("payments:account", reverse("payments:account", args=["oslo", fosen.pk]), None, account)


def _of_corrections(stage: Stage) -> Iterator[Cell]:
    for found in Correction.objects.all():
        now = CorrectionNow(TRONDELAG, found.state, _name(stage, found.proposed_by_id))
        for name in _OF_A_CORRECTION:
            yield Cell(name, reverse(name, args=[found.pk]), now, {"reason": "Nei."})
    yield from (Cell(name, reverse(name, args=[UNKNOWN])) for name in _OF_A_CORRECTION)


def _of_klager(stage: Stage) -> Iterator[Cell]:
    """Whatever is posted to any of their forms, in one: none minds what belongs to another."""
    posted = {"outcome": "forward", "assessment": "Vi ser det slik.", "reason": "Si mer."}
    posted |= {"answer": "confirm", "answered_on": "2025-06-01"}
    for found in Klage.objects.select_related("letter__recipient"):
        by = _name(stage, found.proposed_by_id) if found.proposed_by_id else ""
        complained_by, recipient = _name(stage, found.complained_by_id), found.letter.recipient.name
        told = Letter.objects.filter(about=str(found.pk)).latest("pk").has_left
        now = klage.KlageNow(TRONDELAG, recipient, found.state, complained_by, by, bool(found.answer_file), told)
        for name in _OF_A_KLAGE:
            file = {"file": Upload("svar.pdf", "%PDF-1.7")} if name == "klage:register" else {}
            seen = {"proposed_at": str(found.proposed_at)}
            yield Cell(name, reverse(name, args=[found.pk]), now, {**posted, **file, **seen})
    yield from (Cell(name, reverse(name, args=[UNKNOWN])) for name in _OF_A_KLAGE)


def _known(stage: Stage, award: Award) -> AwardNow:
    return AwardNow(OSLO if award.county_id == stage.oslo.pk else TRONDELAG, award.recipient.name)


def _name(stage: Stage, pk: object) -> str:
    return next(name for name, person in stage.world.people.items() if person.pk == pk)
