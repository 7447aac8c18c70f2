"""The year from need to report, through the same actions as the pages."""

from laget.base.audit.models import Entry
from laget.base.audit.verify import verify
from laget.base.cycle.models import Task
from laget.config.sample.dice import dice_of
from laget.effect.delivery.models import Delivery
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.allocation.models import Allocation
from laget.grant.innstilling.models import RecommendedAmount
from laget.grant.ledger.models import Award
from laget.grant.ledger.spending import spent_of
from laget.grant.tilsagn.models import GrantedAmount, Tilsagn
from laget.need.assessments.models import Assessment
from testing.people import World


def test_the_year_is_carried_from_need_to_approved_report(world: World) -> None:
    world.carry("approve")
    reports = Report.objects.filter(state="approved").values_list("subject__name", flat=True)
    assert {"Innherred", "Fosen", "Nord universitet"} <= set(reports)
    assert verify().ok


def test_the_money_adds_up_from_grant_to_use(world: World) -> None:
    world.carry("approve")
    result = Allocation.objects.get().result
    parts = [post["amount"] for name in ("fixed", "fellestiltak", "frames") for post in result[name]]
    assert sum(parts) + result["left"] == result["grant"]
    for granted in GrantedAmount.objects.select_related("recommended"):
        assert granted.amount <= granted.recommended.amount <= granted.recommended.applied
    assert RecommendedAmount.objects.count() == GrantedAmount.objects.count()
    for used in UsedAmount.objects.select_related("award"):
        assert used.received == used.award.granted.get(year=used.year).amount
        assert used.used + used.unused == used.received


def test_every_tilsagn_was_prepared_by_one_and_decided_by_another(world: World) -> None:
    world.carry("send")
    assert Tilsagn.objects.exists()
    for tilsagn in Tilsagn.objects.all():
        assert tilsagn.proposed_by == world.people["eva"]
        assert tilsagn.decided_by == world.people["dag"]


def test_when_the_year_is_done_only_the_review_of_the_reports_is_left(world: World) -> None:
    world.carry("settle")
    assert set(Delivery.objects.values_list("status", flat=True)) <= {"done", "changed"}
    spent = spent_of([award.pk for award in Award.objects.all()])
    for used in UsedAmount.objects.all():
        assert spent[used.award_id, used.year] == used.used
    ours = {person.pk for person in world.people.values()}
    left = Task.objects.filter(done_at=None, party__held_roles__person__in=ours)
    assert set(left.values_list("step", flat=True)) == {"report_review"}


def test_every_act_has_its_entry(world: World) -> None:
    world.carry("approve")
    acts = set(Entry.objects.values_list("kind", "act"))
    assert {
        ("round", "open"), ("assessment", "submit"), ("behovsmelding", "submit"), ("allocation", "adopt"),
        ("beslutningsgrunnlag", "freeze"), ("beslutningsgrunnlag", "sign"), ("innstilling", "submit"),
        ("tilsagn", "propose"), ("tilsagn", "give"), ("tilsagn", "send"), ("report", "submit"), ("report", "approve"),
    } <= acts  # fmt: skip


def test_a_year_that_is_run_again_says_the_same(world: World) -> None:
    world.carry("ask_owners")
    once = Assessment.objects.get(subject=world.parties["Solbakken barnehage"])
    again = Assessment(kind=once.kind, round=once.round, subject=once.subject)
    assert once.pk != again.pk
    assert dice_of(once).random() == dice_of(again).random()


def test_a_barnehage_writes_of_no_classroom(world: World) -> None:
    world.carry("assess")
    written = Assessment.objects.filter(subject__name__contains="barnehage").exclude(answers={})
    assert written.exists()
    for assessment in written:
        assert not {word for word in ("klasse", "elev", "skole") if word in str(assessment.answers)}
