from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Party
from laget.base.cycle.models import Round
from laget.base.questions import queries
from laget.base.questions.models import Version
from laget.grant.allocation.models import Frame
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag, Signature


def visible_to(actor: Actor) -> QuerySet[Beslutningsgrunnlag]:
    found = queries.with_names(Beslutningsgrunnlag.objects.all()).prefetch_related("partners")
    return queries.visible_to(actor, found)


def lacks_some(round: Round) -> bool:
    """Whether a network with a frame has not been asked yet."""
    asked = Beslutningsgrunnlag.objects.filter(round=round).values("subject")
    return Frame.objects.filter(allocation__round=round).exclude(network__in=asked).exists()


def version_to_sign(document: Beslutningsgrunnlag) -> Version | None:
    """The one both sides stand behind, or are asked to: the newest. None before there is one."""
    return Version.objects.filter(document=document.pk).order_by("number").last()


def signatures_on(version: Version) -> list[Signature]:
    return list(version.signatures.select_related("party", "person").order_by("at"))


def sides_of(version: Version) -> list[UUID]:
    """Who has to sign, as it was when the version was frozen."""
    return [UUID(side) for side in version.content["sides"]]


def names_of(sides: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Party.objects.filter(pk__in=sides).values_list("pk", "name"))
