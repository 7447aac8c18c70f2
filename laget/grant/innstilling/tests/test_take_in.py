"""What the forum has decided in its room stands in the innstilling, and nothing else can be sent."""

from datetime import date

import pytest
from django.db.models import F

from laget.base.questions.actions import Clashing, save_answers
from laget.base.questions.answers import NotReady, layout_of, value
from laget.base.questions.checks import what_is_wrong
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag
from laget.grant.forum import matter_actions
from laget.grant.forum.models import Decision
from laget.grant.innstilling.actions import open_innstilling, submit_innstilling
from laget.need.tiltak.models import PlannedAmount
from testing.forum import LESS, MARCH, begin, called_meeting, matter_of, settle
from testing.people import World

MISSING = "Det som er sendt til forumet, er endret siden sist. Hent inn det som er kommet."


def test_what_is_decided_stands_in_the_innstilling_and_nothing_else_can_be_sent(world: World) -> None:
    meeting = called_meeting(world)
    begin(world, meeting)
    arne = world.act("arne", MARCH)
    early = open_innstilling(world.round, actor=arne, at=MARCH)
    told = [problem.text for problem in what_is_wrong(early, layout_of(early), MARCH.date())]
    assert "Sak 1/2025: Beslutningsgrunnlag fra Fosen er ikke ferdig behandlet i forumet." in told
    settle(world, meeting)
    line = matter_of(world, "Innherred").lines[0]
    told = [problem.text for problem in what_is_wrong(early, layout_of(early), MARCH.date())]
    assert any("Forumet har bestemt" in text and "Sak 2/2025" in text for text in told)

    innstilling = open_innstilling(world.round, actor=arne, at=MARCH)
    layout, answers = layout_of(innstilling), innstilling.answers
    assert value(layout, answers, "lines.amount", item=line["id"]) == line["applied"] // 2
    assert value(layout, answers, "lines.reason", item=line["id"]) == LESS
    assert (answers["agreement"], value(layout, answers, "meeting")) == ("vote", date(2025, 3, 12))
    innstilling.answers |= {"priorities": "Alt.", "criteria": "Godt."}
    innstilling.save(update_fields=["answers"])
    assert what_is_wrong(innstilling, layout, MARCH.date()) == []
    siri = world.act("siri", MARCH)
    version = submit_innstilling(innstilling.pk, revision=innstilling.revision, actor=siri, at=MARCH)
    hashes = {str(each.matter_id): each.sha256 for each in Decision.objects.all()}
    assert version.content["decisions"] == hashes
    assert len(hashes) == 2


def test_nothing_is_sent_before_all_that_has_come_is_taken_in(world: World) -> None:
    world.carry("sign")
    fosen = Beslutningsgrunnlag.objects.get(subject__name="Fosen")
    Beslutningsgrunnlag.objects.filter(pk=fosen.pk).update(state="signing")
    arne, siri = world.act("arne", MARCH), world.act("siri", MARCH)
    early = open_innstilling(world.round, actor=arne, at=MARCH)
    Beslutningsgrunnlag.objects.filter(pk=fosen.pk).update(state="submitted")  # the last signature
    with pytest.raises(NotReady) as refused:
        submit_innstilling(early.pk, revision=early.revision, actor=siri, at=MARCH)
    assert MISSING in [each.text for each in refused.value.problems]
    now = open_innstilling(world.round, actor=arne, at=MARCH)
    assert MISSING not in [each.text for each in what_is_wrong(now, layout_of(now), MARCH.date())]
    PlannedAmount.objects.filter(tiltak__network__name="Fosen").update(amount=F("amount") - 1)  # sent anew
    assert MISSING in [each.text for each in what_is_wrong(now, layout_of(now), MARCH.date())]


def test_what_the_forum_has_put_off_is_not_recommended(world: World) -> None:
    begin(world, called_meeting(world))
    arne = world.act("arne", MARCH)
    matter = matter_of(world, "Fosen")
    matter_actions.postpone(matter.pk, actor=arne, at=MARCH)
    innstilling = open_innstilling(world.round, actor=arne, at=MARCH)

    def put_off() -> set[str]:
        found = what_is_wrong(innstilling, layout_of(innstilling), MARCH.date())
        return {each.path for each in found if f"Forumet utsatte {matter.reference}." in each.text}

    paths = {f"lines.{line['id']}.amount" for line in matter.lines}
    assert put_off() == paths
    innstilling.answers |= dict.fromkeys(paths, "0")
    assert put_off() == set()


def test_a_page_opened_before_puts_nothing_back_of_what_was_taken_in(world: World) -> None:
    meeting = called_meeting(world)
    begin(world, meeting)
    arne, siri = world.act("arne", MARCH), world.act("siri", MARCH)
    early = open_innstilling(world.round, actor=arne, at=MARCH)
    settle(world, meeting)
    taken_in = open_innstilling(world.round, actor=arne, at=MARCH).answers
    item = f"lines.{matter_of(world, 'Innherred').lines[0]['id']}"
    assert taken_in[f"{item}.amount"] != early.answers[f"{item}.amount"]
    on_her_page = {f"{item}.amount": early.answers[f"{item}.amount"], f"{item}.reason": None, "priorities": "Språk."}
    saved = save_answers(early.pk, answers=on_her_page, revision=early.revision, actor=siri, at=MARCH)
    assert saved.answers == {**taken_in, "priorities": "Språk."}
    with pytest.raises(Clashing):
        save_answers(early.pk, answers={f"{item}.reason": "Noe annet."}, revision=early.revision, actor=siri, at=MARCH)
