"""What may be seen, for every kind of document."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Func, Q, QuerySet
from django.shortcuts import get_object_or_404

from laget.base.accounts.actor import Actor
from laget.base.questions.models import Document, Version
from laget.base.questions.states import AS_SENT

D = TypeVar("D", bound=Document)


def visible_to(actor: Actor, documents: QuerySet[D]) -> QuerySet[D]:
    """The documents this person may open.

    Those who write a document see it from the start. When it has been sent on, so do those who
    handle it next: the owner of a virksomhet, the koordinator and partners of the network, the
    forum and Statsforvalteren. Some go further, to everyone in the network, or in the county when
    the matter belongs to no network.
    """
    return documents.filter(_Visible(actor))


class _Visible(Func):
    """The rule above in one piece. Every page asks it at least once, and Django would take it apart each time."""

    output_field = BooleanField()
    columns = ("pk", "party", "subject", "owner", "network", "county", "reach")
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

    def __init__(self, actor: Actor) -> None:
        super().__init__(*self.columns)
        handles = (actor.reading, actor.reading, actor.leading_networks, actor.county_wide)
        self.ids = [list(ids) for ids in (actor.reading, actor.reading, *handles, actor.networks, actor.counties)]

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        columns = (compiler.compile(column)[0] for column in self.source_expressions)
        return self.rule.format(**dict(zip(self.columns, columns, strict=True))), self.ids


def open_document(actor: Actor, documents: QuerySet[D], pk: UUID) -> D:
    """One document as this person may see it; 404 if not at all.

    Those who write it see it as it stands. Others see it as it was last sent, also while it is
    written anew; read so, it must not be saved.
    """
    found = get_object_or_404(visible_to(actor, documents), pk=pk)
    if found.state not in AS_SENT and not found.is_written_by(actor.reading):
        content = versions_visible_to(actor, found).latest("number").content
        found.answers, found.given = content["answers"], content["given"]
    return found


def versions_visible_to(actor: Actor, document: Document) -> QuerySet[Version]:
    """The versions of a document that they may open: those that never went out are for its writers."""
    found = Version.objects.filter(document=document.pk)
    return found if document.is_written_by(actor.reading) else found.exclude(sending=None)


def sources_visible_to(actor: Actor, document: Document) -> list[dict[str, Any]]:
    """Those of the documents it builds on that they may open themselves."""
    sources = document.given.get("sources", [])
    named = Document.objects.filter(pk__in=[source["id"] for source in sources])
    seen = {str(pk) for pk in visible_to(actor, named).values_list("pk", flat=True)} if sources else set()
    return [source for source in sources if source["id"] in seen]


def latest_of(actor: Actor) -> QuerySet[Document]:
    """What those this person works for have written last, newest first."""
    mine = Document.objects.filter(party__in=actor.writing).order_by("-state_since", "pk")
    return mine.select_related("subject", "round__rule_set").defer("answers", "given")[:8]


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
    return documents.select_related("round__rule_set", "subject", "network", "owner")
