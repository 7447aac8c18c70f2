"""A world whose reports have been sent, made once for a whole file of tests: each of them undoes what it did."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.test import override_settings

from laget.base.actors.models import Party
from laget.base.questions.models import Document, Version
from laget.config.sample.reports import approve, ask_more, judge
from laget.effect.reports.models import Report, UsedAmount
from laget.grant.ledger.models import Award
from testing.people import World, build_world

__all__ = ["approve", "ask_more", "carried_world", "judge", "many"]


@contextmanager
def carried_world(until: str, *, files: Path) -> Iterator[World]:
    """The small county, carried up to and including a step of its year. One transaction around it all."""
    with override_settings(MEDIA_ROOT=str(files)), transaction.atomic():
        world = build_world()
        world.carry(until)
        yield world
        transaction.set_rollback(True)


def many(world: World, n: int) -> None:
    """So many reports as Nord's, written straight into the tables, each with an amount of its own."""
    like = Report.objects.get(subject=world.parties["Nord universitet"])
    version = like.versions.latest("number")
    fields = ("kind", "county_id", "round_id", "given", "answers", "state", "state_since", "reach", "asked_id")
    parties = Party.objects.bulk_create(
        Party(county=world.county, name=f"Mottaker {i:03}", sort_key=f"mottaker {i:03}") for i in range(n)
    )
    documents = Document.objects.bulk_create(
        Document(party=each, subject=each, **{name: getattr(like, name) for name in fields}) for each in parties
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reports_report (document_ptr_id) VALUES (%s)", [[each.pk] for each in documents]
        )
    Version.objects.bulk_create(
        Version(
            document=each,
            number=1,
            content=version.content,
            sha256=version.sha256,
            frozen_at=version.frozen_at,
            frozen_by=version.frozen_by,
            frozen_by_role="",
        )
        for each in documents
    )
    awards = Award.objects.bulk_create(
        Award(county=world.county, given_in=world.round, recipient=each, name="Språk") for each in parties
    )
    UsedAmount.objects.bulk_create(
        UsedAmount(report_id=document.pk, award=award, year=world.round.year, received=100, used=60)
        for document, award in zip(documents, awards, strict=True)
    )
