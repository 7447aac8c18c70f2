"""A form that is published while some are writing: they keep theirs, and those who are asked later get the new one."""

from functools import partial

import pytest
from django.test import Client

from laget.base.actors.models import LanguageDecision, Party
from laget.base.audit.models import Entry
from laget.base.county_forms import actions, queries
from laget.base.county_forms.editing import with_question
from laget.base.county_forms.models import FormDraft
from laget.base.cycle.form_shape import Question, Translation
from laget.base.questions.models import Document
from laget.need.behovsmelding.actions import ask_owners
from testing.county_forms import revision_of
from testing.people import AUTUMN, World

EXTRA = Question(key="room", type="text", label="Hvor møtes dere?", nn=Translation(label="Kvar møtest de?"))


def asks_about_a_room(document: Document) -> bool:
    return any(question.key == "room" for _section, question in document.form.asked())


@pytest.mark.django_db
def test_what_is_opened_keeps_its_form_and_what_is_opened_later_has_the_new_one(world: World, client: Client) -> None:
    ask_owners(world.round, network=world.network("Innherred"), actor=world.act("nina"), at=AUTUMN)
    ada, add = world.act("ada"), partial(with_question, section="cooperation", question=EXTRA, lists={})
    actions.change(world.round, "behovsmelding", add, revision=revision_of(world.round), actor=ada, at=AUTUMN)
    version = actions.publish(world.round, "behovsmelding", revision=revision_of(world.round), actor=ada, at=AUTUMN)
    Party.objects.filter(name="Ørland kommune").update(language_decision=LanguageDecision.NYNORSK)
    ask_owners(world.round, network=world.network("Fosen"), actor=world.act("pål"), at=AUTUMN)
    found = {each.subject.name: asks_about_a_room(each) for each in Document.objects.filter(kind="behovsmelding")}
    assert found == {"Inderøy kommune": False, "Fjordgløtt SA": False, "Ørland kommune": True}
    assert (version.number, version.published_by) == (2, "Ada")
    assert not FormDraft.objects.exists()
    said = [(each.act, each.actor_name, each.detail.get("number")) for each in Entry.objects.filter(kind="form")]
    assert said == [("change", "Ada", None), ("publish", "Ada", 2)]
    assert queries.opened_with(world.round, "behovsmelding") == 3
    late = Document.objects.get(kind="behovsmelding", subject__name="Ørland kommune")
    client.force_login(world.people["pia"])
    page = client.get(f"/dokument/{late.pk}/skjema/cooperation/").content.decode()
    assert ("Kvar møtest de?" in page, "Hvor møtes dere?" in page, late.language) == (True, False, "nn")
