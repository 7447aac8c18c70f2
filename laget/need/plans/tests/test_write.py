"""The plans of two municipalities, as such plans are, typed into the pages: everything in them has its place."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from laget.base.questions.answers import layout_of, problems, section_status
from laget.need.plans.models import Plan
from testing.people import World
from testing.plans import TEXTS


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["plan_project", "plan_measures"])
def test_a_whole_plan_is_typed_into_its_pages_and_laid_before_the_kommunestyre(
    form: str, world: World, client: Client
) -> None:
    client.force_login(world.people["ola"])
    party = world.parties["Inderøy kommune"].pk
    begun = client.post(f"/plan/runde/{world.round.pk}/begynn/{party}/{form}/")
    pk = UUID(begun["Location"].split("/")[2])
    for key in Plan.objects.get(pk=pk).answers.get("success", ()):  # those that it begins with, and this one hasn't
        client.post(f"/dokument/{pk}/skjema/success/{key}/fjern/")
    typed = TEXTS[form]
    for section in Plan.objects.get(pk=pk).form.sections:
        page = f"/dokument/{pk}/skjema/{section.key}/"
        if section.repeats:
            for item in typed.get(section.key, ()):
                where = client.post(f"{page}ny/")["Location"]
                prefix = f"{section.key}.{where.split('/')[-2]}."
                save(client, where, pk, {f"{prefix}{name}": said for name, said in item.items()})
        else:
            asked = {each.key for each in section.questions}
            save(client, page, pk, {key: said for key, said in typed.items() if key in asked})
    plan = Plan.objects.get(pk=pk)
    assert problems(layout_of(plan), plan.answers) == []
    assert said_in(plan) == said_in_sample(typed)
    laid = client.post(f"/plan/{pk}/legg-fram/", {"revision": plan.revision})
    assert laid["Location"] == f"/plan/{pk}/"
    assert Plan.objects.get(pk=pk).state == "proposed"


@pytest.mark.django_db
def test_what_ends_before_it_begins_is_refused_where_it_is_written_and_is_not_done(
    world: World, client: Client
) -> None:
    client.force_login(world.people["ola"])
    party = world.parties["Inderøy kommune"].pk
    pk = UUID(client.post(f"/plan/runde/{world.round.pk}/begynn/{party}/plan_project/")["Location"].split("/")[2])
    where = client.post(f"/dokument/{pk}/skjema/phases/ny/")["Location"]
    prefix = f"phases.{where.split('/')[-2]}"
    phase = {f"{prefix}.title": "Oppstart", f"{prefix}.start": "2025-03-01", f"{prefix}.end": "2025-02-01"}
    refused = client.post(where, {**phase, "revision": Plan.objects.get(pk=pk).revision})
    said = "Oppstart. Slutter: Dette er før det begynner, 1. mars 2025. Rett en av dagene."
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert 'aria-invalid="true"' in refused.content.decode()  # at the field too
    plan = Plan.objects.get(pk=pk)
    assert plan.answers[f"{prefix}.end"] == "2025-02-01"  # and nothing is lost
    assert _status(plan)["phases"] == "begun"
    save(client, where, pk, {**phase, f"{prefix}.end": "2025-03-01"})
    plan.refresh_from_db()
    assert _status(plan)["phases"] == "done"


def _status(plan: Plan) -> dict[str, str]:
    layout = layout_of(plan)
    return section_status(layout, plan.answers, problems(layout, plan.answers))


def save(client: Client, page: str, pk: UUID, answers: Mapping[str, Any]) -> None:
    revision = Plan.objects.values_list("revision", flat=True).get(pk=pk)
    answer = client.post(page, {**answers, "revision": revision})
    assert answer.status_code == 302, answer.content.decode()


def said_in(plan: Plan) -> list[str]:
    """Every text of the plan, wherever it stands."""
    ids = {each for section in plan.form.sections if section.repeats for each in plan.answers.get(section.key, ())}
    return sorted(str(said) for said in plan.answers.values() if not (isinstance(said, list) and set(said) & ids))


def said_in_sample(typed: Mapping[str, Any]) -> list[str]:
    lines = [item for said in typed.values() if isinstance(said, list) and isinstance(said[0], dict) for item in said]
    flat = [said for said in typed.values() if not (isinstance(said, list) and isinstance(said[0], dict))]
    return sorted(str(said) for said in [*flat, *(text for item in lines for text in item.values())])
