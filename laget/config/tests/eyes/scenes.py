"""What waits to be decided, and the people who would decide it and may not.

Each has the role that decides, and something that keeps them from it: Eva proposed, Gro wrote or registered an account,
Ivar once proposed, Nina and Pål complained. Olga's role has ended, Oskar's is in another county, Ada runs the
county's users, and Rut has everything that Django knows of as a superuser.
"""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from laget.base.accounts.models import HeldRole, Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.questions import actions as questions
from laget.config.sample.reports import judge
from laget.config.tests.eyes.step import Step
from laget.config.tests.matrix.calls import Upload
from laget.effect.reports.models import Report
from laget.grant.allocation.models import Allocation
from laget.grant.beslutningsgrunnlag.actions import sign
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.changes.models import Change
from laget.grant.corrections.models import Correction
from laget.grant.klage.models import Klage
from laget.grant.payments.actions import register_account
from laget.grant.payments.models import PaymentList
from laget.grant.tilsagn.actions import prepare_tilsagn, propose_tilsagn, return_tilsagn
from laget.grant.tilsagn.models import Tilsagn
from testing.forum import CALLED
from testing.money import JUNE, MAY, also, pay_and_change
from testing.people import SINCE, World, _person

OUTSIDERS = "rut olga oskar ada siri"


def cast(world: World) -> None:
    """Those who look as if they could decide for the county."""
    other = County.objects.create(code="98", slug="annet", name="Annet fylke", sort_key="annet")
    yesterday = timezone.localdate() - timedelta(days=1)
    for name, roles, party in (
        ("gro", (Role.CASE_OFFICER, Role.DECIDER), world.county),
        ("ivar", (Role.CASE_OFFICER, Role.DECIDER), world.county),
        ("oskar", (Role.CASE_OFFICER, Role.DECIDER), other),
        ("olga", (Role.CASE_OFFICER, Role.DECIDER), world.county),
    ):
        world.people[name] = _person(name, roles[0], party)
        HeldRole.objects.create(person=world.people[name], role=roles[1], party=party, valid_from=SINCE)
    HeldRole.objects.filter(person=world.people["olga"]).update(valid_to=yesterday)
    rut = Person.objects.create_user("rut@laget.example", name="Rut")
    rut.is_superuser = rut.is_staff = True  # type: ignore[attr-defined]  # there is nowhere to keep it
    rut.save()
    world.people["rut"] = rut
    also(world, "eva", Role.DECIDER)


def in_the_county(world: World) -> list[Step]:
    """A tilsagn, a change, a correction, three klager and a payment list that wait."""
    cast(world)
    for name in ("nina", "pål"):
        also(world, name, Role.DECIDER)
        also(world, name, Role.CASE_OFFICER)
    world.carry("recommend")
    tilsagn = _written_by_many(world)
    nord = world.parties["Nord universitet"]
    register_account(
        nord,
        county=world.county,
        holder="Nord",
        organisation_number="974767880",
        number="86011117947",
        actor=world.act("gro", MAY),
        at=MAY,
    )
    pay_and_change(world)
    return [
        *_of_tilsagn(tilsagn),
        *_of_a_proposal("changes", "changes_change", Change.objects.get(state="proposed").pk),
        *_of_a_proposal("corrections", "corrections_correction", Correction.objects.get(state="proposed").pk),
        *_of_klager(),
        *_of_a_list(PaymentList.objects.get(state="prepared").pk, world),
    ]


def _written_by_many(world: World) -> UUID:
    """Gro writes in it, Ivar proposes it, it comes back, and Eva proposes it again."""
    prepare_tilsagn(world.round, actor=world.act("eva", MAY), at=MAY)
    found = Tilsagn.objects.get(subject__name="Nord universitet")
    words = {"conditions": "Ingen særlige."}
    saved = questions.save_answers(
        found.pk, answers=words, revision=found.revision, actor=world.act("gro", MAY), at=MAY
    )
    propose_tilsagn(found.pk, revision=saved.revision, actor=world.act("ivar", MAY), at=MAY)
    return_tilsagn(found.pk, reason="En gang til.", actor=world.act("dag", MAY), at=MAY)
    propose_tilsagn(found.pk, revision=saved.revision, actor=world.act("eva", MAY), at=MAY)
    return found.pk


def _of_tilsagn(pk: UUID) -> list[Step]:
    decided = "UPDATE tilsagn_tilsagn SET decided_by_id = %(who)s, decided_at = now() WHERE document_ptr_id = '{pk}'"
    given = "UPDATE questions_document SET state = '{state}' WHERE id = '{pk}'"
    wrong = f"eva gro ivar {OUTSIDERS}"
    return [
        Step(
            "tilsagn.give",
            reverse("tilsagn:give", args=[pk]),
            "dag",
            wrong,
            sql=f"{decided}; {given}".format(pk=pk, state="given"),
            never=tuple(given.format(pk=pk, state=state) for state in ("given", "sent")),
        ),
        Step("tilsagn.return", reverse("tilsagn:send_back", args=[pk]), "dag", wrong, {"reason": "Vent."}),
    ]


def _of_a_proposal(app: str, table: str, pk: UUID) -> list[Step]:
    decided = f"UPDATE {table} SET state = 'declined', decided_by_id = %(who)s, decided_at = now() WHERE id = '{pk}'"
    wrong = f"eva {OUTSIDERS}"
    nobody = (f"UPDATE {table} SET state = 'decided' WHERE id = '{pk}'",)
    return [
        Step(f"{app}.decide", reverse(f"{app}:decide", args=[pk]), "dag", wrong, sql=decided, never=nobody),
        Step(f"{app}.decline", reverse(f"{app}:decline", args=[pk]), "dag", wrong, {"reason": "Nei."}, sql=decided),
    ]


def _of_klager() -> list[Step]:
    proposed, received, forwarded = (Klage.objects.get(state=each) for each in ("proposed", "received", "forwarded"))
    answer = "UPDATE klage_klage SET state = '{state}', {columns} WHERE id = '{pk}'"
    decided = answer.format(state="forwarded", pk=proposed.pk, columns="decided_by_id = %(who)s, decided_at = now()")
    prepared = answer.format(
        state="proposed", pk=received.pk, columns="outcome = 'forward', proposed_by_id = %(who)s, proposed_at = now()"
    )
    registered = answer.format(
        state="confirmed",
        pk=forwarded.pk,
        columns="answer = 'confirm', answered_on = now(), answer_file = 'x', answer_registered_by_id = %(who)s",
    )
    words = {"outcome": "forward", "assessment": "Slik.", "answer": "confirm", "answered_on": "2025-06-01"}
    file = {"file": Upload("svar.pdf", "%PDF-1.7")}
    nobody = (answer.format(state="upheld", pk=proposed.pk, columns="outcome = 'uphold'"),)
    deciding = f"eva pål {OUTSIDERS}"
    return [
        Step(
            "klage.uphold klage.forward klage.dismiss",
            reverse("klage:decide", args=[proposed.pk]),
            "dag",
            deciding,
            {"proposed_at": str(proposed.proposed_at)},
            sql=decided,
            never=nobody,
        ),
        Step("klage.return", reverse("klage:send_back", args=[proposed.pk]), "dag", deciding, {"reason": "Nei."}),
        Step(
            "klage.propose",
            reverse("klage:propose", args=[received.pk]),
            "eva",
            f"nina dag {OUTSIDERS}",
            words,
            sql=prepared,
        ),
        Step(
            "klage.confirm klage.reverse klage.annul",
            reverse("klage:register", args=[forwarded.pk]),
            "eva",
            f"nina dag {OUTSIDERS}",
            {**words, **file},
            sql=registered,
            by_page_alone=f"dag {OUTSIDERS}",
        ),
    ]


def _of_a_list(pk: UUID, world: World) -> list[Step]:
    decided = (
        "UPDATE payments_paymentlist SET state = '{}', approved_by_id = %(who)s, approved_at = now() "
        f"WHERE id = '{pk}'"
    )
    wrong = f"eva gro tom {OUTSIDERS}"
    nobody = (f"UPDATE payments_payment SET state = 'ordered' WHERE in_list_id = '{pk}'",)
    account = reverse("payments:account", args=["trondelag", world.parties["Fosen"].pk])
    numbers = {"holder": "Vert", "organisation_number": "974767880", "number": "86011117947"}
    registered = f"""
        INSERT INTO payments_account
            (county_id, recipient_id, holder, organisation_number, number, registered_by_id, registered_at)
        VALUES ('{world.county.pk}', '{world.parties["Fosen"].pk}', 'X', '974767880', '86011117947', %(who)s, now())
    """
    return [
        Step(
            "payments.approve",
            reverse("payments:approve", args=[pk]),
            "dag",
            wrong,
            sql=decided.format("approved"),
            never=nobody,
        ),
        Step(
            "payments.decline",
            reverse("payments:decline", args=[pk]),
            "dag",
            wrong,
            {"reason": "Nei."},
            sql=decided.format("declined"),
        ),
        Step("payments.register", account, "eva", f"dag tom {OUTSIDERS}", numbers, sql=registered),
    ]


# -- Before and after the county decides --------------------------------------------------------------


def of_signatures(world: World) -> list[Step]:
    """Nina has signed for the network, and stands for Nord as well."""
    cast(world)
    world.carry("plan")
    HeldRole.objects.create(
        person=world.people["nina"], role=Role.PARTNER, party=world.parties["Nord universitet"], valid_from=SINCE
    )
    found = Beslutningsgrunnlag.objects.get(subject__name="Innherred")
    version = found.versions.get()
    sign(found.pk, sha256=version.sha256, actor=world.act("nina", CALLED), at=CALLED)
    signed = f"""
        INSERT INTO beslutningsgrunnlag_signature (version_id, party_id, person_id, role, sha256, at)
        VALUES ({version.pk}, '{world.parties["Nord universitet"].pk}', %(who)s, 'x', '{version.sha256}', now())
    """
    page, posted = reverse("beslutningsgrunnlag:sign", args=[found.pk]), {"sha256": version.sha256}
    return [Step("beslutningsgrunnlag.sign", page, "tom", f"nina petra eva {OUTSIDERS}", posted, sql=signed)]


def of_reports(world: World) -> list[Step]:
    """A report is taken by one, the case officer; nobody else takes it, and least of all who wrote it.

    Tom, who reports for Nord, and Nina, who does for Innherred, have become case officers too.
    """
    cast(world)
    world.carry("report")
    for name in ("tom", "nina"):
        also(world, name, Role.CASE_OFFICER)
    return [
        _of_a_report(world, "Nord universitet", "approve", "approved", f"tom dag petra {OUTSIDERS}"),
        _of_a_report(world, "Innherred", "ask", "more", f"nina dag petra {OUTSIDERS}"),
    ]


def _of_a_report(world: World, recipient: str, do: str, outcome: str, wrong: str) -> Step:
    """Eva has judged every section; what is left is the answer."""
    found = Report.objects.select_related("round__rule_set__stored").get(subject=world.parties[recipient])
    missing = {found.form.sections[0].key: "Si mer."} if outcome == "more" else {}
    judge(found, missing=missing, actor=world.act("eva", JUNE), at=JUNE)
    version = found.versions.latest("number")
    answered = f"""
        INSERT INTO reports_ruling (version_id, outcome, content, sha256, at, person_id, role)
        VALUES ({version.pk}, '{outcome}', '{{}}', 'x', now(), %(who)s, 'x')
    """
    act = {"approved": "approve", "more": "return"}[outcome]
    posted = {"do": do, "version": version.number, "due": timezone.localdate() + timedelta(days=14)}
    nobody = (f"UPDATE questions_document SET state = 'approved' WHERE id = '{found.pk}'",)
    page = reverse("report:judge", args=[found.pk])
    return Step(f"reports.{act}", page, "eva", wrong, posted, sql=answered, never=nobody)


def of_frames(world: World) -> list[Step]:
    """The forum's leader says what it has decided of the money."""
    cast(world)
    world.carry("state_needs")
    adopted = f"""
        INSERT INTO allocation_allocation
            (round_id, inputs, result, sha256, reference, adopted_at, adopted_by_id, adopted_by_role)
        VALUES ({world.round.pk}, '{{}}', '{{}}', 'x', 'x', now(), %(who)s, 'x')
    """
    assert not Allocation.objects.exists()
    page = reverse("allocation:adopt", args=[world.round.pk])
    return [Step("allocation.adopt", page, "", "arne mons eva dag rut olga oskar ada", sql=adopted)]
