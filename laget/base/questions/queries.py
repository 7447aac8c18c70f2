"""What may be seen, for every kind of document."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from laget.base.accounts.actor import Actor
from laget.base.audit.models import Entry
from laget.base.prepared import Named, Prepared, Slot, among
from laget.base.questions.evidence import EvidenceOf, evidence_in
from laget.base.questions.models import Document, Return, Sending, Upload, Version, case_address
from laget.base.questions.states import AS_SENT, OF_RECEIVERS, OF_WRITING, State

D = TypeVar("D", bound=Document)


def visible_to(actor: Actor, documents: QuerySet[D]) -> QuerySet[D]:
    """The documents this person may open.

    Those who write a document see it from the start. When it has been sent on, so do those who
    handle it next: the owner of a virksomhet, the koordinator and partners of the network, the
    forum and Statsforvalteren. Some go further, to everyone in the network, or in the county when
    the matter belongs to no network.
    """
    return documents.filter(Visible(ids_of(actor)))


def ids_of(actor: Actor) -> dict[str, list[UUID]]:
    """Those by whom it is decided what a person may see: the values of the slots of a prepared query."""
    return {name: list(getattr(actor, name)) for name in _IDS}


_IDS = ("reading", "leading_networks", "county_wide", "networks", "counties")
SOMEONE = {name: Named(name) for name in _IDS}  # in a prepared query: whoever asks


class Visible(Func):
    """The rule above in one piece. Every page asks it at least once, and Django would take it apart each time."""

    output_field = BooleanField()
    columns: tuple[str, ...] = ("pk", "party", "subject", "owner", "network", "county", "reach")
    rule = """(
        {party} = ANY(%s::uuid[])
        OR EXISTS (SELECT 1 FROM questions_document_partners AS partner
                   WHERE partner.document_id = {pk} AND partner.party_id = ANY(%s::uuid[]))
        OR {reach} <> 'authors' AND (
            {subject} = ANY(%s::uuid[]) OR {owner} = ANY(%s::uuid[])
            OR {network} = ANY(%s::uuid[]) OR {county} = ANY(%s::uuid[]))
        OR {reach} = 'network' AND (
            {network} = ANY(%s::uuid[]) OR {network} IS NULL AND {county} = ANY(%s::uuid[]))
    )"""

    order: tuple[str, ...] = (
        "reading",
        "reading",
        "reading",
        "reading",
        "leading_networks",
        "county_wide",
        "networks",
        "counties",
    )

    def __init__(self, ids: Mapping[str, Any]) -> None:
        super().__init__(*self.columns)
        self.ids = [ids[name] for name in self.order]

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        columns = (compiler.compile(column)[0] for column in self.source_expressions)
        return self.rule.format(**dict(zip(self.columns, columns, strict=True))), self.ids


class Awaited(Visible):
    """Never sent, and to be read by them when it is: what the second circle waits for."""

    rule = """(
        {reach} = 'authors' AND {party} <> ALL(%s::uuid[])
        AND NOT EXISTS (SELECT 1 FROM questions_document_partners AS partner
                        WHERE partner.document_id = {pk} AND partner.party_id = ANY(%s::uuid[]))
        AND ({owner} = ANY(%s::uuid[]) OR {network} = ANY(%s::uuid[]) OR {county} = ANY(%s::uuid[]))
    )"""
    order = ("reading", "reading", "reading", "leading_networks", "county_wide")


class Concerning(Visible):
    """Written by them, about them, or sent to them, which is also what partners write with a network.

    Each part of it has an index, or few who ask for it.
    """

    columns = ("party", "subject", "owner", "network", "county", "kind")
    rule = """(
        {party} = ANY(%s::uuid[]) OR {subject} = ANY(%s::uuid[])
        OR {owner} = ANY(%s::uuid[]) AND {kind} = 'assessment'
        OR {network} = ANY(%s::uuid[]) AND {kind} IN ('behovsmelding', 'beslutningsgrunnlag')
        OR {county} = ANY(%s::uuid[]) AND {kind} IN ('beslutningsgrunnlag', 'innstilling', 'report')
    )"""
    order = ("reading", "reading", "reading", "leading_networks", "county_wide")


def visible_document(actor: Actor, kind: type[D], pk: UUID) -> D:
    """One document as it stands, with what every page about it shows; 404 when they may not open it."""
    found: list[D] = _document_of(kind)(pk=pk, **ids_of(actor))
    if not found:
        raise Http404
    return found[0]


def open_document(actor: Actor, kind: type[D], pk: UUID) -> D:
    """One document as this person may see it; 404 if not at all.

    Those who write it see it as it stands. Others see it as it was last sent, also while it is
    written anew; read so, it must not be saved.
    """
    found = visible_document(actor, kind, pk)
    if found.state not in AS_SENT and not found.is_written_by(actor.reading):
        return as_in(found, versions_visible_to(actor, found).latest("number"))
    return found


def as_in(document: D, version: Version) -> D:
    """The document as one of its versions has it. It must not be saved."""
    found = copy(document)
    found.answers, found.given = version.content["answers"], version.content["given"]
    return found


def versions_visible_to(actor: Actor, document: Document) -> QuerySet[Version]:
    """The versions of a document that they may open: those that never went out are for its writers."""
    return _versions(document.pk, written=document.is_written_by(actor.reading))


def files_visible_to(actor: Actor, document: Document) -> QuerySet[Upload]:
    """The files of a document that they may fetch: of drafts for its writers alone."""
    found = Upload.objects.filter(document=document.pk)
    if document.is_written_by(actor.reading):
        return found
    return found.filter(versions__in=versions_visible_to(actor, document)).distinct()


def last_return(document: Document) -> Return | None:
    """Why the document came back, as long as it has not been sent again."""
    if document.state != State.RETURNED:
        return None
    found = Return.objects.filter(version__document=document.pk).select_related("by", "version")
    return found.order_by("at").last()


def remarks_on(document: Document) -> Mapping[str, str]:
    """What is missing in each of the sections that are asked about anew; nothing where all of it may be written in."""
    if document.state != State.RETURNED:
        return {}
    found = Return.objects.filter(version__document=document.pk).order_by("at").values_list("remarks", flat=True)
    return found.last() or {}


def version_lines(actor: Actor, document: Document) -> list[tuple[int, datetime, str]]:
    """The number of each version they may open, when it was frozen and by whom."""
    return _version_lines(written=document.is_written_by(actor.reading))(document=document.pk)


def entries_visible_to(actor: Actor, document: Document) -> QuerySet[Entry]:
    """What has been done with a document. How it is being written is for its writers.

    Others see nothing of its savings, and after the last sending nothing but what its receivers have done.
    """
    entries = Entry.objects.filter(about=str(document.pk))
    if document.is_written_by(actor.reading):
        return entries
    sent_at = Sending.objects.filter(version__document=document.pk).order_by("-pk").values("at")[:1]
    last = entries.filter(at=Subquery(sent_at)).order_by("-number").values("number")[:1]
    return entries.exclude(act__in=OF_WRITING).filter(Q(number__lte=Subquery(last)) | Q(act__in=OF_RECEIVERS))


def sources_visible_to(actor: Actor, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of the documents that one builds on that they may open themselves, each with its `address`."""
    sources: list[dict[str, Any]] = given.get("sources", [])
    if not sources:
        return []
    seen = {str(pk) for (pk,) in _VISIBLE_AMONG(among=[UUID(source["id"]) for source in sources], **ids_of(actor))}
    return [
        {**source, "address": case_address(source["kind"], source["id"])} for source in sources if source["id"] in seen
    ]


def evidence_of(actor: Actor, given: Mapping[str, Any], chosen: Collection[str]) -> list[EvidenceOf]:
    """What a document has as evidence: its own, and that of those it builds on, as far as this person may open them.

    `chosen` are the ones that it says it builds on; while it says nothing, all that have arrived.
    """
    own = evidence_in(given)
    with_evidence = [each for each in given.get("sources", ()) if each.get("evidence")]
    sources = [each for each in with_evidence if not chosen or each["id"] in chosen]
    seen = sources_visible_to(actor, {"sources": sources})
    found = [EvidenceOf(each["title"], evidence_in(each)) for each in seen]
    return [EvidenceOf("", own), *found] if own else found


def cases_of(actor: Actor) -> QuerySet[Document]:
    """What concerns those this person acts for, newest first: written by or with them, about them, or sent to them."""
    return _cases(ids_of(actor))


def latest_cases_of(actor: Actor) -> list[Document]:
    """The first LATEST of them."""
    return _LATEST(**ids_of(actor))


def _cases(ids: Mapping[str, Any]) -> QuerySet[Document]:
    concerned = Document.objects.filter(Concerning(ids), Visible(ids))
    named = concerned.select_related("subject", "round__rule_set").defer("answers", "given")
    return named.order_by("-state_since", "subject__sort_key", "pk")


LATEST = 8
_LATEST: Prepared[Document] = Prepared(lambda: _cases(SOMEONE)[:LATEST])


def awaited_by(actor: Actor, kind: str, round: int) -> Sequence[tuple[str, str | None]]:
    """Who has not sent theirs to those this person acts for, each with its owner: that they are missing, no more."""
    return _AWAITED(kind=kind, round=round, **ids_of(actor))


def visible_versions(actor: Actor, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of the versions that this person may open, without their content."""
    seen = visible_to(actor, Document.objects.all()).values("pk")
    written_with = Document.partners.through.objects.filter(party__in=actor.reading).values("document")
    is_writer = Q(document__party__in=actor.reading) | Q(document__in=written_with)
    return (
        versions.filter(Q(sending__isnull=False) | is_writer, document__in=seen)
        .select_related("document__subject", "document__round__rule_set")
        .defer("content")
    )


def with_names(documents: QuerySet[D]) -> QuerySet[D]:
    """With what every page about a document shows: its round and rules, and the names of those it concerns."""
    return documents.select_related(*documents.model.NAMES)


def with_partners(documents: QuerySet[D]) -> QuerySet[D]:
    """With who writes it beside the party, as `partner_ids`."""
    partners = Document.partners.through.objects.filter(document=OuterRef("pk"))
    found: Any = documents.annotate(partner_ids=ArraySubquery(partners.values("party")))
    return cast("QuerySet[D]", found)


def document_of(kind: type[D]) -> QuerySet[D]:
    """One document, to be prepared: the slots are "pk", and who asks."""
    return with_partners(with_names(QuerySet(kind))).filter(Visible(SOMEONE), pk=Slot("pk"))


@cache
def _document_of(kind: type[D]) -> Prepared[D]:
    return Prepared(lambda: document_of(kind))


_AWAITED = Prepared(
    lambda: (
        Document.objects.filter(Awaited(SOMEONE), kind=Slot("kind"), round=Slot("round"))
        .order_by("subject__sort_key", "pk")
        .values_list("subject__name", "owner__name")[:500]
    )
)
_VISIBLE_AMONG = Prepared(
    lambda: Document.objects.filter(Visible(SOMEONE), among("pk", Slot("among"))).values_list("pk")
)


def _versions(document: Any, *, written: bool) -> QuerySet[Version]:
    found = Version.objects.filter(document=document)
    return found if written else found.exclude(sending=None)


@cache
def _version_lines(*, written: bool) -> Prepared[tuple[int, datetime, str]]:
    columns = ("number", "frozen_at", "frozen_by__name")
    return Prepared(lambda: _versions(Slot("document"), written=written).order_by("number").values_list(*columns))
