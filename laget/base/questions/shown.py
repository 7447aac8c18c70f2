"""Acts on many documents at once: what the page showed is what is acted on, or nothing is."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laget.base.questions.models import Document
from laget.base.ui.numbers import whole_number

D = TypeVar("D", bound=Document)


class NotAsShown(Exception):
    """Something has changed since the page was opened. It holds what, a sentence for each."""

    def __init__(self, changes: list[str]) -> None:
        super().__init__(*changes)
        self.changes = changes


def as_shown(documents: Iterable[Document]) -> str:
    """What a page shows, for its form to bring along: each document, and how far it was written."""
    return " ".join(f"{each.pk}:{each.revision}" for each in documents)


def refuse_unless_shown(found: list[D], shown: str, *, among: QuerySet[D]) -> list[D]:
    """Those found now, if they are exactly those shown, as they were written then.

    `among` holds every document that the person may see, to name those that wait no more. Raises NotAsShown.
    """
    then = dict(_read(shown))
    now = {each.pk: each.revision for each in found}
    if then == now:
        return found
    gone = among.filter(pk__in=then.keys() - now.keys()).order_by("subject__sort_key")
    new, changed = _("%(name)s er kommet til."), _("%(name)s er endret.")
    changes = [new % {"name": each.subject.name} for each in found if each.pk not in then]
    changes += [
        changed % {"name": each.subject.name} for each in found if then.get(each.pk, each.revision) != each.revision
    ]
    changes += [_("%(name)s venter ikke lenger.") % {"name": each.subject.name} for each in gone]
    raise NotAsShown(changes)


def _read(shown: str) -> Iterable[tuple[UUID, int]]:
    for each in shown.split():
        pk, _colon, revision = each.partition(":")
        number = whole_number(revision)
        if len(pk) == 36 and number is not None:
            try:
                yield UUID(pk), number
            except ValueError:
                continue
