"""Saving a search, and taking it away again. A person's own, so it stands in the national chain."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.cycle.telling_actions import record_own
from laget.base.refusals import NotInOrder
from laget.effect.search.models import MOST_SAVED, SavedSearch


@transaction.atomic
def save_search(name: str, asked: str, *, actor: Actor, at: datetime) -> SavedSearch:
    """Keep it under a name. One that has the name already is replaced. Raises NotInOrder when there are too many."""
    Person.objects.select_for_update().get(pk=actor.person.pk)  # two at once don't both come in under the limit
    mine = SavedSearch.objects.filter(person=actor.person)
    if mine.exclude(name=name).count() >= MOST_SAVED:
        raise NotInOrder(_("Du har %(n)d lagrede søk. Slett et av dem først.") % {"n": MOST_SAVED})
    values = {"asked": asked, "saved_at": at}
    saved, _is_new = SavedSearch.objects.update_or_create(person=actor.person, name=name, defaults=values)
    record_own("save", actor, kind="saved_search", about=saved.pk, at=at, detail={})
    return saved


@transaction.atomic
def delete_search(saved: SavedSearch, *, actor: Actor, at: datetime) -> None:
    pk = saved.pk
    saved.delete()
    record_own("delete", actor, kind="saved_search", about=pk, at=at, detail={})
