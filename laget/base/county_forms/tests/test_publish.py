"""Those who administer a county change what it asks; what is begun stays as it is."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from laget.base.accounts.roles import Role
from laget.base.county_forms import actions, queries
from laget.base.county_forms.editing import move_question, with_question, without_question
from laget.base.county_forms.forms import QuestionForm, SectionForm
from laget.base.county_forms.models import FormDraft
from laget.base.cycle.actions import open_round
from laget.base.cycle.form_shape import Question
from laget.base.cycle.models import FormVersion, Round
from testing.county_forms import revision_of
from testing.money import also
from testing.people import AUTUMN, World
from testing.ranking import build_ranked_world

pytestmark = pytest.mark.django_db
EXTRA = Question(key="room", type="text", label="Hvor møtes dere?")
add = partial(with_question, section="cooperation", question=EXTRA, lists={})
move_goal = partial(move_question, section="need", key="goal", up=False)
CHANGED = "endret siden du åpnet siden"


def change(world: World, edit: actions.Edit, **more: Any) -> FormDraft:
    return actions.change(world.round, edit=edit, **known(world, **more))


def publish(world: World, **more: Any) -> FormVersion:
    return actions.publish(world.round, **known(world, **more))


def discard(world: World, **more: Any) -> None:
    actions.discard(world.round, **known(world, **more))


def known(world: World, **more: Any) -> dict[str, Any]:
    """Ada has the form in front of her as it is now, where nothing else is said."""
    seen = revision_of(world.round, more.get("kind", "behovsmelding"))
    return {"kind": "behovsmelding", "revision": seen, "actor": world.act("ada"), "at": AUTUMN} | more


def test_two_who_change_at_once_are_told(world: World) -> None:
    older = revision_of(world.round)
    change(world, add)
    for act in (partial(change, edit=move_goal), publish, discard):
        with pytest.raises(actions.FormProblem, match=CHANGED):
            act(world, revision=older)
    change(world, partial(move_question, section="cooperation", key="room", up=True))
    with pytest.raises(actions.FormProblem, match="ikke i skjemaet lenger"):
        change(world, partial(without_question, section="cooperation", key="gone"))
    discard(world)
    for act in (publish, discard):
        with pytest.raises(actions.FormProblem, match="ikke noe utkast"):
            act(world)


def test_an_older_page_is_refused_also_when_the_draft_was_published_or_thrown_away_since(world: World) -> None:
    before_any = revision_of(world.round)
    change(world, add)
    first = revision_of(world.round)
    publish(world)
    with pytest.raises(actions.FormProblem, match=CHANGED):
        change(world, move_goal, revision=before_any)
    change(world, move_goal)
    second = revision_of(world.round)
    discard(world)
    change(world, move_goal)
    for older in (first, second):
        with pytest.raises(actions.FormProblem, match=CHANGED):
            publish(world, revision=older)


def test_what_was_typed_upon_an_older_page_is_refused_until_the_page_is_opened_anew(
    world: World, client: Client
) -> None:
    client.force_login(world.people["ada"])
    section = f"/skjema/runde/{world.round.pk}/behovsmelding/del/cooperation/"
    typed = {"title": "Samarbeid", "revision": client.get(section).context["revision"]}
    change(world, add)
    for _again in range(2):
        refused = client.post(section, typed)
        assert (refused.status_code, CHANGED in refused.content.decode()) == (422, True)
        typed["revision"] = refused.context["revision"]


def test_what_laget_reads_stays_and_others_than_the_administrator_change_nothing(world: World) -> None:
    with pytest.raises(actions.HasFaults) as refused:
        change(world, partial(without_question, section="need", key="need"))
    assert refused.value.faults == [("", "spørsmålet «need» mangler. Laget leser svaret på det.")]
    for name in ("eva", "dag", "siri", "nina"):
        with pytest.raises(PermissionDenied):
            change(world, add, actor=world.act(name))
    for kind in ("tilsagn", "innstilling", "ukjent", "scoring"):  # the last is for those who rank
        with pytest.raises(PermissionDenied):
            change(world, add, kind=kind)
    assert not FormDraft.objects.exists()


def test_last_years_form_is_copied_in_one_act(world: World) -> None:
    with pytest.raises(actions.FormProblem, match="året før"):
        actions.copy_from_last_year(world.round, **known(world))
    change(world, add)
    publish(world)
    next_year: Round = open_round(world.county, year=2026, actor=world.act("eva"), at=AUTUMN + timedelta(days=365))
    (own,) = queries.versions_of(next_year, "behovsmelding")
    assert not any(question.key == "room" for _section, question in own.stored.form.asked())
    draft = actions.copy_from_last_year(next_year, **known(world, revision=revision_of(next_year)))
    current = queries.current(next_year, "behovsmelding")
    assert current
    last = queries.versions_of(world.round, "behovsmelding")[0].stored.form
    assert (draft.revision, current.form) == (1, last)


def test_of_an_ordning_that_took_over_several_one_is_chosen(db: None, client: Client) -> None:
    world = build_ranked_world()
    eva, year = world.act("eva"), AUTUMN + timedelta(days=365)
    first = world.round
    other = open_round(world.county, year=2025, ordning="kompetanseloftet", actor=eva, at=AUTUMN)
    later = open_round(world.county, year=2026, ordning="kollektiv-kompetanseutvikling", actor=eva, at=year)
    also(world, "eva", Role.ADMINISTRATOR)
    edit = partial(with_question, section="need", question=EXTRA, lists={})
    eva = world.act("eva")
    actions.change(other, "behovsmelding", edit=edit, revision=revision_of(other), actor=eva, at=AUTUMN)
    actions.publish(other, "behovsmelding", revision=revision_of(other), actor=eva, at=AUTUMN)
    client.force_login(world.people["eva"])
    address = f"/skjema/runde/{later.pk}/behovsmelding/"
    page = client.get(address).content.decode()
    assert re.findall(r"Kopier fra ([^<]*)<", page) == [str(other), str(first)]
    for chosen, has_it in ((other, True), (first, False)):
        client.post(f"{address}kopier/", {"revision": revision_of(later), "fra": chosen.pk})
        found = queries.current(later, "behovsmelding")
        assert found
        assert any(question.key == "room" for _section, question in found.form.asked()) == has_it


def test_the_pages_do_it_without_script(world: World, client: Client) -> None:
    """A question that follows from another: typed, its answers fetched, saved, tried, and published."""
    client.force_login(world.people["ada"])
    base = f"/skjema/runde/{world.round.pk}/behovsmelding/"
    new = f"{base}del/cooperation/nytt-sporsmal/"
    typed = {"label": "Hva skal Statped bidra med?", "type": "choice", "options": "Kurs\nVeiledning"}
    typed |= {"revision": revision_of(world.round)}
    typed |= {"after": "statped", "limit": "", "cells": "number", "options_nn": "Kurs\nRettleiing"}
    wrong = client.post(new, typed | {"label": "", "options": "Kurs\nKurs", "shortest": "9", "limit": "abc"})
    assert wrong.status_code == 422
    for text in ("Skriv hva dere vil spørre om.", "To linjer er like.", "Skriv et helt tall, med bare siffer."):
        assert text in wrong.content.decode()
    fetched = client.post(new, typed | {"fetch": "1"}).content.decode()
    assert 'name="answers" value="yes"' in fetched
    assert "Hva skal Statped bidra med?" in fetched
    saved = client.post(new, typed | {"answers": ["yes"], "required": "on"})
    assert saved["Location"] == f"{base}#cooperation.hva_skal_statped_bidra_med"
    page = client.get(base).content.decode()
    assert "Vises etter svaret på «Ønsker dere at Statped bidrar?»" in page
    move, now = f"{base}del/cooperation/sporsmal/statped/flytt/", revision_of(world.round)
    late = client.post(move, {"way": "down", "revision": typed["revision"]}, follow=True)
    assert CHANGED in late.content.decode()
    moved = client.post(move, {"way": "up", "revision": now}, follow=True)
    assert "autofocus" in moved.content.decode()
    question = client.get(f"{base}del/cooperation/sporsmal/hva_skal_statped_bidra_med/").content.decode()
    assert "Rettleiing" in question
    tried = client.post(f"{base}forhandsvisning/", {"statped": "yes", "asked": "hva_skal_statped_bidra_med"})
    assert "Hva skal Statped bidra med? Mangler svar." in tried.content.decode()
    assert "Rettleiing" in client.get(f"{base}forhandsvisning/?sprak=nn").content.decode()
    not_asked = client.post(f"{base}forhandsvisning/", {"statped": "", "dialogue": "Ja."}).content.decode()
    for label in ("Hvordan har dere drøftet behovet med UH?", "Hva skal Statped bidra med?"):
        assert f"{label} Mangler svar." not in not_asked
    assert "Nytt: Hva skal Statped bidra med?" in client.get(f"{base}publiser/").content.decode()
    assert client.post(f"{base}publiser/", {"revision": revision_of(world.round)})["Location"] == base
    assert "Rettleiing" in client.get(f"{base}toml/").content.decode()
    assert client.get(f"{base}versjon/2/").status_code == 200
    kinds = [each.title for each in queries.all_current(world.round)]
    plans = ["Prosjektbeskrivelse", "Prosjektplan", "Plan for kompetansetiltak", "Langsiktig plan"]
    assert kinds == ["Vurdering av ståsted", "Behovsmelding", "Beslutningsgrunnlag", "Rapport", *plans]
    for kind in ("assessment", "beslutningsgrunnlag", "report"):
        for page_of in ("", "forhandsvisning/"):
            assert client.get(f"/skjema/runde/{world.round.pk}/{kind}/{page_of}").status_code == 200
    assert "Skjemaer" in client.get(f"/aar/runde/{world.round.pk}/").content.decode()


def test_every_question_of_every_form_can_be_saved_as_it_is(world: World, client: Client) -> None:
    """What the fields hold is the question: nothing of it goes when it is only looked at and saved."""
    for current in queries.all_current(world.round):
        for section in current.form.sections:
            words = SectionForm.of(section)
            same = SectionForm({field.name: field.value() or "" for field in words})
            assert same.is_valid()
            assert same.section(section, []) == section
            for question in section.questions:
                shown = QuestionForm.of(current, section, question)
                posted = {field.name: field.value() for field in shown if field.value() not in (None, False)}
                again = QuestionForm(posted, current=current, section=section, before=question)
                assert again.is_valid(), (question.key, again.errors)
                assert again.question() == question
                saved = with_question(current.form, section.key, again.question(), again.lists())
                assert saved == current.form
