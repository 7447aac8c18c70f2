"""An innstilling shows the five things that the mandate demands of it, for every tiltak, on the page and on paper."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laget.base.questions.actions import save_answers
from laget.base.questions.answers import Problem, layout_of
from laget.base.questions.checks import what_is_wrong
from laget.base.ui.templatetags.ui import kr
from laget.grant.allocation.models import Allocation
from laget.grant.innstilling.actions import return_innstilling, submit_innstilling
from laget.grant.innstilling.models import Innstilling
from laget.grant.innstilling.paper import parts
from laget.grant.innstilling.queries import by_network, recommendations, sums_of
from laget.rules.words import and_list
from testing.forum import MARCH
from testing.people import AUTUMN, World

NORD, DMMH = "Nord universitet", "Dronning Mauds Minne Høgskole for barnehagelærerutdanning"
CRITERIA = ["Lokalt definert behov", "Arbeidsplassbasert og kollektivt", "Partnerskap", "Tverrfaglig"]


@pytest.fixture
def sent(world: World) -> Innstilling:
    world.carry("recommend")
    return Innstilling.objects.get()


def test_every_tiltak_shows_the_five_things(world: World, sent: Innstilling) -> None:
    found = [each for each in recommendations(sent) if each.tiltak.network.name == "Innherred"]
    assert found
    for each in found:
        assert each.recommended == sum(amount for _who, _year, _applied, amount in each.split) > 0  # 1 prioritised
        assert (each.tiltak.start, each.tiltak.end) == (date(2025, 8, 15), date(2026, 6, 15))  # 2 who, how long
        assert each.target_groups[:2] == ["Ansatte i barnehage", "Ansatte i skole"]
        assert [criterion for criterion, evidence in each.criteria if evidence] == CRITERIA  # 3 the criteria
        assert set(each.owners) <= {"Inderøy kommune", "Fjordgløtt SA"}  # 4 who works together
        assert set(each.partners) == {NORD, DMMH}
        assert {who for who, _year, _applied, _amount in each.split} == {"Innherred", NORD, DMMH}  # 5 the split


def test_they_stand_on_the_page_and_on_paper(world: World, sent: Innstilling, client: Client) -> None:
    client.force_login(world.people["mons"])
    text = client.get(f"/innstilling/{sent.pk}/").content.decode()
    paper = parts(sent, sent.versions.get())
    for each in recommendations(sent):
        (part,) = [part for part in paper if part.title == each.tiltak.title and part.entries][:1]
        said = dict(part.entries)
        assert {"Prioritert", "Hvem er med, og hvor lenge", "Hvem samarbeider", *CRITERIA} == set(said)
        assert said["Hvem samarbeider"] == and_list([*each.owners, *each.partners])
        for words in (each.tiltak.title, *CRITERIA, and_list([*each.owners, *each.partners])):
            assert words in text
        for who, _year, applied, amount in each.split:
            assert who in text
            assert kr(applied) in text
            assert kr(amount) in text


def test_the_sums_tell_each_years_money_apart(world: World, sent: Innstilling, client: Client) -> None:
    found = recommendations(sent)
    split = [line for each in found for line in each.split]
    apart = []
    for year in (2025, 2026):
        then = [(applied, recommended) for _who, of, applied, recommended in split if of == year]
        apart.append((year, sum(applied for applied, _r in then), sum(recommended for _a, recommended in then)))
    assert sums_of(found).by_year == apart
    client.force_login(world.people["mons"])
    text = client.get(f"/innstilling/{sent.pk}/").content.decode()
    short = parts(sent, sent.versions.get())[0]
    for year, applied, recommended in apart:
        assert f"Av dette i {year}" in text
        assert kr(recommended) in text
        assert [f"Av dette i {year}", "", "", kr(applied), kr(recommended)] in short.rows
    theirs = [line for network in by_network(found).values() for line in sums_of(network).by_year]
    said = [f"{kr(applied)} i {year}" for year, applied, _recommended in theirs]
    assert said
    assert [words for words in said if words not in text] == []


def test_the_paper_is_what_was_sent_also_while_it_is_written_anew(
    world: World, sent: Innstilling, client: Client
) -> None:
    client.force_login(world.people["arne"])  # he writes it, so he sees the draft everywhere else
    as_sent = client.get(f"/innstilling/{sent.pk}/pdf/").content
    return_innstilling(sent.pk, reason="Si mer.", actor=world.act("eva"), at=AUTUMN)
    line = sent.given["items"]["lines"][0]["id"]
    less = {f"lines.{line}.amount": "1", f"lines.{line}.reason": "Dette er et utkast."}
    save_answers(sent.pk, answers=less, revision=sent.revision, actor=world.act("arne"), at=AUTUMN)
    assert client.get(f"/innstilling/{sent.pk}/pdf/").content == as_sent
    assert kr(1) in client.get(f"/innstilling/{sent.pk}/").content.decode()


def test_why_an_amount_is_lower_is_not_called_optional(world: World, sent: Innstilling, client: Client) -> None:
    return_innstilling(sent.pk, reason="Si mer.", actor=world.act("eva"), at=AUTUMN)
    client.force_login(world.people["arne"])
    page = client.get(f"/dokument/{sent.pk}/skjema/lines/").content.decode()
    assert 'Hvorfor mindre? <span class="quiet">(når beløpet er lavere)</span>' in page
    assert "(valgfritt)" not in page


def test_less_without_a_reason_and_more_than_applied_for_are_named(world: World, sent: Innstilling) -> None:
    line = sent.given["items"]["lines"][0]
    path = f"lines.{line['id']}"
    less = Problem(f"{line['title']}: Skriv hvorfor beløpet er lavere enn søkt.", "lines", path=f"{path}.reason")
    sent.answers |= {f"{path}.amount": "1", f"{path}.reason": ""}
    assert less in what_is_wrong(sent, layout_of(sent), MARCH.date())
    sent.answers |= {f"{path}.reason": "Det er ikke penger til alt."}
    assert what_is_wrong(sent, layout_of(sent), MARCH.date()) == []
    more = line["amount"] + 1
    sent.answers |= {f"{path}.amount": str(more)}
    says = f"{line['title']}: {kr(more)} er mer enn søkt, som er {kr(line['amount'])}."
    assert says in [problem.text for problem in what_is_wrong(sent, layout_of(sent), MARCH.date())]


def test_a_part_that_is_filled_in_and_does_not_hold_says_what_to_mend(
    world: World, sent: Innstilling, client: Client
) -> None:
    return_innstilling(sent.pk, reason="Si mer.", actor=world.act("eva"), at=AUTUMN)
    line, path = sent.given["items"]["lines"][0], f"/dokument/{sent.pk}/skjema/lines/"
    arne = world.act("arne")
    client.force_login(arne.person)
    says = f"{line['title']}: Skriv hvorfor beløpet er lavere enn søkt."

    def seen(amount: int) -> tuple[bool, int]:
        """Whether the page says what to mend, and how many parts the case says are done."""
        revision = Innstilling.objects.get(pk=sent.pk).revision
        answers = {f"lines.{line['id']}.amount": str(amount)}
        save_answers(sent.pk, answers=answers, revision=revision, actor=arne, at=AUTUMN)
        page, case = (client.get(address).content.decode() for address in (path, sent.get_absolute_url()))
        assert ("Alt er fylt ut, men dette må rettes" in page) == (says in page)
        return says in page, case.count("Ferdig")

    (mends, done), (mends_nothing, more_done) = seen(line["amount"] - 1), seen(line["amount"])
    assert (mends, mends_nothing, more_done - done) == (True, False, 1)


def test_the_meeting_it_comes_from_has_been_held(sent: Innstilling) -> None:
    held = date.fromisoformat(sent.answers["meeting"])
    assert what_is_wrong(sent, layout_of(sent), held) == []
    (problem,) = what_is_wrong(sent, layout_of(sent), held - timedelta(days=1))
    assert problem == Problem(
        "Møtet 12. mars 2025 har ikke vært ennå. Skriv datoen for møtet der forumet bestemte dette.",
        "assessment",
        path="meeting",
    )


def test_the_secretary_sees_what_has_to_be_mended_and_the_leader_sends(
    world: World, sent: Innstilling, client: Client
) -> None:
    return_innstilling(sent.pk, reason="Når var møtet?", actor=world.act("eva", AUTUMN), at=AUTUMN)
    later = {"meeting": "2140-03-12"}
    save_answers(sent.pk, answers=later, revision=sent.revision, actor=world.act("arne", AUTUMN), at=AUTUMN)
    address = f"/innstilling/{sent.pk}/"
    client.force_login(world.people["arne"])
    assert ">Se over</a>" in client.get(address).content.decode()
    page = client.get(f"{address}se-over/").content.decode()
    assert "Møtet 12. mars 2140 har ikke vært ennå." in page
    assert 'action="/innstilling/' not in page
    client.force_login(world.people["siri"])
    assert ">Se over og send</a>" in client.get(address).content.decode()


def test_the_money_to_share_is_told_apart_from_the_whole_grant(sent: Innstilling) -> None:
    ceiling = sent.given["ceiling"]
    assert ceiling["name"] == "Fylkets penger i 2025"
    assert ("note" in ceiling) == (ceiling["amount"] != Allocation.objects.get().result["grant"])


def test_sent_again_each_amount_is_the_same_as_before_and_all_are_kept_at_once(world: World, sent: Innstilling) -> None:
    """What is granted points at them."""
    before = {each.pk: each.amount for each in sent.amounts.all()}
    return_innstilling(sent.pk, reason="Si mer.", actor=world.act("eva"), at=AUTUMN)
    line, siri = sent.given["items"]["lines"][0]["id"], world.act("siri")
    less = {f"lines.{line}.amount": "1", f"lines.{line}.reason": "Det er ikke penger til alt."}
    saved = save_answers(sent.pk, answers=less, revision=sent.revision, actor=world.act("arne"), at=AUTUMN)
    with CaptureQueriesContext(connection) as asked:
        submit_innstilling(sent.pk, revision=saved.revision, actor=siri, at=AUTUMN + timedelta(days=200))
    after = {each.pk: each.amount for each in sent.amounts.all()}
    assert len(after) > 2
    assert after == {**before, sent.amounts.get(planned=int(line[1:])).pk: 1}
    assert sum("innstilling_recommendedamount" in each["sql"] for each in asked) <= 2
