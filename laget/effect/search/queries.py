"""What is found by some words: only what whoever asks may open, and narrowed as they wish."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.http import QueryDict

from laget.base.accounts.actor import Actor
from laget.base.accounts.queries import networks_visible_to, organisations_visible_to
from laget.base.actors.models import Kind as OrganisationKind
from laget.base.actors.models import Membership, Ownership
from laget.base.cycle.queries import rounds_visible_to
from laget.base.questions import queries as documents
from laget.base.questions.models import Document
from laget.base.ui.numbers import whole_number
from laget.effect.delivery import development_queries, pulje_queries
from laget.effect.delivery import queries as delivery
from laget.effect.events import queries as events
from laget.effect.events.models import Event
from laget.effect.groups import queries as groups
from laget.effect.groups.models import Group
from laget.effect.oppfolging import queries as oppfolging
from laget.effect.search.kept import MARKS
from laget.effect.search.kinds import DOCUMENTS, Kind
from laget.effect.search.models import Hit, SavedSearch
from laget.grant.forum import queries as forum
from laget.grant.ledger.models import Award
from laget.need.catalogue import queries as catalogue
from laget.need.surveys import queries as surveys
from laget.need.surveys.models import Survey

KOMMUNER = (OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY_MUNICIPALITY)
LONGEST = 200  # characters that are looked for


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone looks for: the words, and what it is narrowed to. As the address has it; empty is everything."""

    words: str = ""
    kind: str = ""
    year: str = ""
    ordning: str = ""
    network: str = ""
    kommune: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Wish":
        """Out of an address. What can't be meant narrows nothing."""
        found = {name: " ".join(given.get(key, "").replace("\0", " ").split())[:LONGEST] for key, name in KEYS.items()}
        numbers = {name: found[name] if whole_number(found[name]) is not None else "" for name in _NUMBERS}
        kind = found["kind"] if found["kind"] in Kind else ""
        return cls(**{**found, **numbers, "kind": kind})

    @property
    def address(self) -> str:
        """The part of the address that says all of it."""
        asked = QueryDict(mutable=True)
        asked.update({key: getattr(self, name) for key, name in KEYS.items() if getattr(self, name)})
        return asked.urlencode()


KEYS: Mapping[str, str] = {
    "ord": "words", "type": "kind", "aar": "year", "ordning": "ordning", "nettverk": "network", "kommune": "kommune",
}  # fmt: skip
_NUMBERS = ("year", "ordning")


def visible_to(actor: Actor) -> QuerySet[Hit]:
    """What they may open, by the rule of each kind itself."""
    counties = counties_of(actor)
    mine = Document.objects.filter(pk=OuterRef("about"), county__in=counties)
    seen = Q(kind__in=DOCUMENTS) & Q(Exists(documents.visible_to(actor, mine)))
    for kind, found in _others(actor).items():
        seen |= Q(kind=kind, about__in=found.order_by().values("pk"))
    return Hit.objects.filter(Q(county__in=counties) | Q(county=None), seen)


def counties_of(actor: Actor) -> list[UUID]:
    """Where they may have anything to find. Most have it in one, and are spared asking of the whole country's.

    That is where they take part; and where a party of theirs writes, is written about, has money or is a member of a
    group, or they have signed up themselves, though they take part elsewhere.
    """
    own = Document.objects.filter(Q(party__in=actor.reading) | Q(subject__in=actor.reading))
    along = Document.objects.filter(
        pk__in=Document.partners.through.objects.filter(party__in=actor.reading).values("document")
    )
    others: list[QuerySet[Any]] = [
        along,
        Award.objects.filter(recipient__in=actor.reading),
        Event.objects.filter(Q(organiser__in=actor.parties) | Q(sign_ups__person=actor.person.pk)),
        Group.objects.filter(members__party__in=actor.parties),
        Survey.objects.filter(party__in=actor.reading),
    ]
    elsewhere = own.values("county").union(*(each.order_by().values("county") for each in others))
    return list(actor.counties | {row["county"] for row in elsewhere if row["county"]})


def _others(actor: Actor) -> Mapping[Kind, QuerySet[Any]]:
    """Of every other kind, all that they may open."""
    return {
        Kind.MATTER: forum.matters_visible_to(actor),
        Kind.DELIVERY: delivery.visible_to(actor),
        Kind.PULJE: pulje_queries.visible_to(actor),
        Kind.DEVELOPMENT: development_queries.visible_to(actor),
        Kind.OPPFOLGING: oppfolging.visible_to(actor),
        Kind.EVENT: events.visible_to(actor),
        Kind.CATALOGUE: catalogue.visible_to(actor),
        Kind.SURVEY: surveys.visible_to(actor),
        Kind.GROUP: groups.visible_to(actor),
        Kind.MEETING: groups.meetings_visible_to(actor),
        Kind.FILE: groups.files_visible_to(actor),
        Kind.ORGANISATION: organisations_visible_to(actor),
    }


def found_by(actor: Actor, wish: Wish) -> QuerySet[Hit]:
    """Those with the words in the title first, then the newest. Of every kind, whichever is wished for."""
    found = narrowed(visible_to(actor), wish, actor)
    return found.annotate(in_title=Matches(wish.words, where="A")).order_by("-in_title", "-at", "about")


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search found, in order: asked once, since what one may see is what it takes time to find out."""

    wish: Wish
    keys: Sequence[tuple[UUID, str]]  # each with its kind

    @property
    def numbers(self) -> dict[str, int]:
        """How many there are of each kind, in the order of the kinds."""
        counted = Counter(kind for _about, kind in self.keys)
        return {kind: counted[kind] for kind in Kind.values if counted[kind]}

    @property
    def wished(self) -> list[UUID]:
        """Those of the kind wished for."""
        return [about for about, kind in self.keys if self.wish.kind in ("", kind)]

    def hits(self, those: Iterable[UUID]) -> list[Hit]:
        """Some of those that were found, with what was looked for marked."""
        rows = with_marks(Hit.objects.filter(pk__in=those), self.wish.words)
        by_key = {hit.pk: hit for hit in rows.select_related("ordning").defer("words")}
        return [by_key[pk] for pk in those if pk in by_key]


def find(actor: Actor, wish: Wish) -> Found:
    return Found(wish, list(found_by(actor, wish).values_list("about", "kind")) if wish.words else [])


def narrowed(hits: QuerySet[Hit], wish: Wish, actor: Actor) -> QuerySet[Hit]:
    """Those with the words, in the year and the places wished for."""
    hits = hits.filter(Matches(wish.words))
    if wish.year:
        hits = hits.filter(year=int(wish.year))
    if wish.ordning:
        hits = hits.filter(ordning=int(wish.ordning))
    if wish.network:
        hits = hits.filter(Q(network=wish.network) | _organisations(actor, network=wish.network))
    if wish.kommune:
        hits = hits.filter(Q(owner=wish.kommune) | _organisations(actor, owner=wish.kommune))
    return hits


def _organisations(actor: Actor, **under: str) -> Q:
    """Those that belong there today."""
    owned = Ownership.objects.at(actor.day)
    if "owner" in under:
        units = owned.filter(owner=under["owner"]).values("organisation")
        return Q(kind=Kind.ORGANISATION) & (Q(about=under["owner"]) | Q(about__in=units))
    owners = Membership.objects.at(actor.day).filter(network=under["network"]).values("owner")
    units = owned.filter(owner__in=owners).values("organisation")
    return Q(kind=Kind.ORGANISATION) & (Q(about__in=owners) | Q(about__in=units))


def with_marks(hits: QuerySet[Hit], words: str) -> QuerySet[Hit]:
    """Each with its title, and the pieces of its words, where what was looked for is marked."""
    return hits.annotate(
        headtitle=Headline(F("title"), words, "HighlightAll=true"),
        headline=Headline(F("words"), words, "MaxFragments=2, MaxWords=28, MinWords=12, FragmentDelimiter= … "),
    )


class Matches(Func):
    """That the words are there: anywhere, or `where` is "A" in the title."""

    output_field = BooleanField()

    def __init__(self, words: str, *, where: str = "") -> None:
        super().__init__()
        self.asked = [words, where]

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"{table}.found @@ search_asked(%s, %s)", self.asked


class Headline(Func):
    """Pieces of a text with signs around what was looked for."""

    output_field = TextField()

    def __init__(self, text: F, words: str, options: str) -> None:
        super().__init__(text)
        self.words, self.options = words, f"{MARKS}, {options}"

    def as_sql(self, compiler: Any, *_args: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        sql, params = compiler.compile(self.source_expressions[0])
        asked = f"ts_headline('norwegian', replace(left({sql}, {_READ}), E'\\n', ' · '), search_asked(%s, ''), %s)"
        return asked, [*params, self.words, self.options]


_READ = 20_000  # characters of a text that marks are looked for in


@dataclass(frozen=True, slots=True)
class Choices:
    """What a search can be narrowed to: each a value and a label."""

    years: list[tuple[str, str]]
    ordninger: list[tuple[str, str]]
    networks: list[tuple[str, str]]
    kommuner: list[tuple[str, str]]


def choices_for(actor: Actor) -> Choices:
    """Three queries."""
    rounds = set(rounds_visible_to(actor).order_by().values_list("year", "ordning", "ordning__name"))
    years = sorted({year for year, _pk, _name in rounds}, reverse=True)
    ordninger = sorted({(name, pk) for _year, pk, name in rounds})
    kommuner = organisations_visible_to(actor).filter(kind__in=KOMMUNER, active=True)
    return Choices(
        [(str(year), str(year)) for year in years],
        [(str(pk), name) for name, pk in ordninger],
        _named(networks_visible_to(actor).order_by("sort_key").values_list("pk", "name")),
        _named(kommuner.order_by("sort_key").values_list("pk", "name")),
    )


def _named(rows: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in rows]


def saved_by(actor: Actor) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=actor.person.pk)
