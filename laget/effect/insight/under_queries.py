"""What lies under a figure of a picture: the very rows that it is the number or the sum of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.actor import Actor
from laget.base.questions.models import Document
from laget.base.questions.queries import visible_to as documents_visible_to
from laget.base.ui.templatetags.ui import day as day_in_words
from laget.effect.delivery.models import Delivery
from laget.effect.delivery.queries import visible_to as deliveries_visible_to
from laget.effect.events.models import Event
from laget.effect.insight.money_queries import Money, awards_in, money_by
from laget.effect.insight.need_queries import sent_in
from laget.effect.insight.picture_queries import Choice, Scope
from laget.effect.insight.reach_queries import events_in
from laget.grant.ledger.models import Award, Entry
from laget.need.tiltak.models import Tiltak
from laget.rules.ledger import IN


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: where it stands, its name, and a cell for each of the other headings."""

    address: str  # "" where this person has no page about it
    name: str
    cells: Sequence[str | int | date]

    @property
    def shown(self) -> list[str | int]:
        """The cells as on a page; a spreadsheet has days as days."""
        return [day_in_words(each) if isinstance(each, date) else each for each in self.cells]


@dataclass(frozen=True)
class Under:
    """The things under one figure. Those of `headings` from `money` on are kroner."""

    title: str | Promise
    headings: Sequence[str | Promise]
    found: QuerySet[Any]
    rows_of: Callable[[Sequence[Any]], list[Row]]  # the same number of queries however many they are
    sums: Sequence[int] = ()  # of the last headings, over all there is
    note: str | Promise = ""  # what is said of them, where they aren't simply what is counted

    @property
    def money(self) -> int:
        return len(self.headings) - len(self.sums)


def under(figure: str, scope: Scope, choice: Choice, actor: Actor, *, recipient: UUID | None = None) -> Under:
    """Raises KeyError where there is no such figure."""
    if figure in _DOCUMENTS:
        return _documents(scope, choice, actor, *_DOCUMENTS[figure])
    return {"tiltak": _tiltak, "tildelinger": _awards, "arrangementer": _events}[figure](
        scope, choice, actor, recipient
    )


_DOCUMENTS: dict[str, tuple[str, Promise]] = {
    "vurderinger": ("assessment", _("Vurderinger som er sendt")),
    "behov": ("behovsmelding", _("Behovsmeldinger som er sendt")),
    "rapporter": ("report", _("Rapporter som er sendt")),
}
FIGURES = (*_DOCUMENTS, "tiltak", "tildelinger", "arrangementer")


def _documents(scope: Scope, choice: Choice, actor: Actor, kind: str, title: Promise) -> Under:
    found = documents_visible_to(actor, sent_in(scope, choice, kind)).select_related("subject", "network")

    def rows_of(documents: Sequence[Document]) -> list[Row]:
        return [
            Row(
                each.get_absolute_url(),
                each.subject.name,
                [each.network.name if each.network else "", each.get_state_display(), each.state_since],
            )
            for each in documents
        ]

    return Under(
        title, [_("Fra"), _("Nettverk"), _("Status"), _("Status siden")], found.defer("answers", "given"), rows_of
    )


_MONEY = [_("Innvilget"), _("Utbetalt"), _("Brukt")]


def _cells(money: Money) -> list[int]:
    return [money.granted, money.paid, money.used]


def _booked(scope: Scope, choice: Choice) -> QuerySet[Entry]:
    return Entry.objects.filter(choice.entries, award__in=scope.awards, year=choice.year)


def _tiltak(scope: Scope, choice: Choice, actor: Actor, _recipient: UUID | None) -> Under:
    with_money = Entry.objects.filter(choice.entries, award__tiltak=OuterRef("pk"), year=choice.year, kind__in=IN)
    known = with_money.filter(award__in=scope.awards)
    found = Tiltak.objects.filter(Exists(known)).select_related("network", "applicant")
    booked = _booked(scope, choice).filter(award__tiltak__isnull=False)

    def rows_of(tiltak: Sequence[Tiltak]) -> list[Row]:
        money = money_by(booked.filter(award__tiltak__in=[each.pk for each in tiltak]), "award__tiltak")
        begun = Delivery.objects.filter(tiltak__in=[each.pk for each in tiltak])
        pages = dict(
            deliveries_visible_to(actor).filter(pk__in=begun.values("pk")).order_by().values_list("tiltak", "pk")
        )
        return [
            Row(
                reverse("delivery:case", args=[pages[each.pk]]) if each.pk in pages else "",
                each.title,
                [each.network.name, each.applicant.name, *_cells(money[each.pk])],
            )
            for each in tiltak
        ]

    sums = _cells(_whole(booked))
    headings = [_("Tiltak"), _("Nettverk"), _("Søker"), *_MONEY]
    return Under(_("Tiltak med tilskudd"), headings, found.order_by("title", "pk"), rows_of, sums)


def _awards(scope: Scope, choice: Choice, _actor: Actor, recipient: UUID | None) -> Under:
    found = awards_in(scope, choice, recipient=recipient)
    booked = _booked(scope, choice)
    booked = booked.filter(award__recipient=recipient) if recipient else booked

    def rows_of(awards: Sequence[Award]) -> list[Row]:
        money = money_by(booked.filter(award__in=[each.pk for each in awards]), "award")
        return [
            Row(
                reverse("payments:award", args=[each.pk]),
                each.full_name,
                [each.recipient.name, each.given_in.ordning.name, *_cells(money[each.pk])],
            )
            for each in awards
        ]

    sums = _cells(_whole(booked))
    headings = [_("Tildeling"), _("Mottaker"), _("Ordning"), *_MONEY]
    return Under(_("Tildelinger"), headings, found, rows_of, sums)


def _whole(booked: QuerySet[Entry]) -> Money:
    return next(iter(money_by(booked, "year").values()), Money())


def _events(scope: Scope, choice: Choice, actor: Actor, _recipient: UUID | None) -> Under:
    def rows_of(events: Sequence[Event]) -> list[Row]:
        return [
            Row(each.get_absolute_url(), each.title, [each.get_kind_display(), each.organiser.name, each.day])
            for each in events
        ]

    headings = [_("Arrangement"), _("Type"), _("Arrangør"), _("Dato")]
    note = _("De du kan vite om. Hvor mange som kom på hvert av dem, ser arrangøren.")
    found = events_in(scope, choice, actor)
    return Under(_("Arrangementer noen herfra kom på"), headings, found, rows_of, note=note)
