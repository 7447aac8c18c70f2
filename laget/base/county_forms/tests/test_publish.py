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
from testing.money import also
from testing.people import AUTUMN, World
from testing.ranking import build_ranked_world

pytestmark = pytest.mark.django_db
EXTRA = Question(key="room", type="text", label="Hvor møtes dere?")
add = partial(with_question, section="cooperation", question=EXTRA, lists={})


def change(world: World, edit: actions.Edit, revision: int, **more: Any) -> FormDraft:
    known: dict[str, Any] = {"kind": "behovsmelding", "actor": world.act("ada"), "at": AUTUMN} | more
    return actions.change(known.pop("round", world.round), edit=edit, revision=revision, **known)


def publish(world: World, revision: int, kind: str = "behovsmelding") -> FormVersion:
    return actions.publish(world.round, kind, revision=revision, actor=world.act("ada"), at=AUTUMN)


def test_two_who_change_at_once_are_told(world: World) -> None:
    change(world, add, 0)
    for act in (
        lambda: change(world, partial(move_question, section="need", key="goal", up=True), 0),
        lambda: publish(world, 0),
    ):
        with pytest.raises(actions.FormProblem, match="endret siden du åpnet siden"):
            act()
    change(world, partial(move_question, section="cooperation", key="room", up=True), 1)
    with pytest.raises(actions.FormProblem, match="ikke i skjemaet lenger"):
        change(world, partial(without_question, section="cooperation", key="gone"), 2)
    actions.discard(world.round, "behovsmelding", actor=world.act("ada"), at=AUTUMN)
    with pytest.raises(actions.FormProblem, match="ikke noe utkast"):
        publish(world, 0)


def test_what_laget_reads_stays_and_others_than_the_administrator_change_nothing(world: World) -> None:
    with pytest.raises(actions.HasFaults) as refused:
        change(world, partial(without_question, section="need", key="need"), 0)
    assert refused.value.faults == [("", "spørsmålet «need» mangler. Laget leser svaret på det.")]
    for name in ("eva", "dag", "siri", "nina"):
        with pytest.raises(PermissionDenied):
            change(world, add, 0, actor=world.act(name))
    for kind in ("tilsagn", "innstilling", "ukjent", "scoring"):  # the last is for those who rank
        with pytest.raises(PermissionDenied):
            change(world, add, 0, kind=kind)
    assert not FormDraft.objects.exists()


def test_last_years_form_is_copied_in_one_act(world: World) -> None:
    with pytest.raises(actions.FormProblem, match="året før"):
        actions.copy_from_last_year(world.round, "behovsmelding", revision=0, actor=world.act("ada"), at=AUTUMN)
    change(world, add, 0)
    publish(world, 1)
    next_year: Round = open_round(world.county, year=2026, actor=world.act("eva"), at=AUTUMN + timedelta(days=365))
    (own,) = queries.versions_of(next_year, "behovsmelding")
    assert not any(question.key == "room" for _section, question in own.stored.form_in("nb").asked())
    draft = actions.copy_from_last_year(next_year, "behovsmelding", revision=0, actor=world.act("ada"), at=AUTUMN)
    current = queries.current(next_year, "behovsmelding")
    assert current
    last = queries.versions_of(world.round, "behovsmelding")[0].stored.form_in("nb")
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
    actions.change(other, "behovsmelding", edit=edit, revision=0, actor=eva, at=AUTUMN)
    actions.publish(other, "behovsmelding", revision=1, actor=eva, at=AUTUMN)
    client.force_login(world.people["eva"])
    address = f"/skjema/runde/{later.pk}/behovsmelding/"
    page = client.get(address).content.decode()
    assert re.findall(r"Kopier fra ([^<]*)<", page) == [str(other), str(first)]
    for revision, (chosen, has_it) in enumerate([(other, True), (first, False)]):
        client.post(f"{address}kopier/", {"revision": revision, "fra": chosen.pk})
        found = queries.current(later, "behovsmelding")
        assert found
        assert any(question.key == "room" for _section, question in found.form.asked()) == has_it


def test_the_pages_do_it_without_script(world: World, client: Client) -> None:
    """A question that follows from another: typed, its answers fetched, saved, tried, and published."""
    client.force_login(world.people["ada"])
    base = f"/skjema/runde/{world.round.pk}/behovsmelding/"
    new = f"{base}del/cooperation/nytt-sporsmal/"
    typed = {"label": "Hva skal Statped bidra med?", "type": "choice", "options": "Kurs\nVeiledning", "revision": 0}
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
    late = client.post(f"{base}del/cooperation/sporsmal/statped/flytt/", {"way": "down", "revision": "0"}, follow=True)
    assert "endret siden du åpnet siden" in late.content.decode()
    moved = client.post(f"{base}del/cooperation/sporsmal/statped/flytt/", {"way": "up", "revision": "1"}, follow=True)
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
    assert client.post(f"{base}publiser/", {"revision": "2"})["Location"] == base
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
