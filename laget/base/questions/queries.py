"""What may be seen, for every kind of document."""

from typing import Any, TypeVar

from django.db.models import BooleanField, Func, QuerySet

from laget.base.accounts.actor import Actor
from laget.base.questions.models import Document, Version

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


def latest_of(actor: Actor) -> QuerySet[Document]:
    """What those this person works for have written last, newest first."""
    mine = Document.objects.filter(party__in=actor.writing).order_by("-state_since", "pk")
    return mine.select_related("subject", "round__rule_set").defer("answers", "given")[:8]


def visible_versions(actor: Actor, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of the versions whose document this person may open, without their content."""
    seen = visible_to(actor, Document.objects.all()).values("pk")
    return (
        versions.filter(document__in=seen)
        .select_related("document__subject", "document__round__rule_set")
        .defer("content")
    )


def with_names(documents: QuerySet[D]) -> QuerySet[D]:
    """With what every page about a document shows: its round and rules, and the names of those it concerns."""
    return documents.select_related("round__rule_set", "subject", "network", "owner")
