from collections.abc import Iterable
from uuid import UUID

from laget.base.actors.models import Network, Party
from laget.base.actors.queries import competence_networks
from laget.base.cycle.models import Round
from laget.base.questions.models import Version
from laget.grant.allocation.models import Frame
from laget.grant.allocation.queries import is_divided
from laget.grant.beslutningsgrunnlag.models import Beslutningsgrunnlag, Signature


def to_ask(round: Round) -> list[tuple[Network, int | None]]:
    """The networks that may apply and have not been asked yet, each with its frame: None where they compete."""
    if "beslutningsgrunnlag" not in round.file.steps:
        return []
    asked = Beslutningsgrunnlag.objects.filter(round=round).values("subject")
    if round.file.competitive:
        networks = competence_networks(round.county).exclude(pk__in=asked) if is_divided(round) else ()
        return [(network, None) for network in networks]
    frames = Frame.objects.filter(allocation__round=round).exclude(network__in=asked).select_related("network")
    return [(frame.network, frame.amount) for frame in frames]


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
