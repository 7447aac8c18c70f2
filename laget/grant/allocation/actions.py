from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import Network
from laget.base.audit.record import record
from laget.base.cycle.actions import close_tasks, lock_round, open_tasks, task_for_round
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of
from laget.base.questions.actions import content_hash
from laget.base.refusals import ChangedMeanwhile
from laget.grant.allocation.explain import explain
from laget.grant.allocation.inputs import Given, Inputs, as_json, frozen
from laget.grant.allocation.models import Allocation, Earmark, Frame
from laget.grant.allocation.permissions import may_adopt
from laget.grant.allocation.queries import hash_of, money_of, parties_named
from laget.rules.apportionment import Apportionment, CannotApportion, Share

STEP = "allocation"
NOT_AS_SHOWN = gettext_lazy(
    "Ingenting er vedtatt, for tallene er endret siden du åpnet siden. Her er de slik de er nå. Se over, og vedta dem."
)


class AlreadyAdopted(Exception):
    """The forum has decided on this round's division already. It stays as it was decided."""


@transaction.atomic
def adopt_allocation(
    round: Round, *, inputs: Inputs, shown: str | None = None, reference: str, actor: Actor, at: datetime
) -> Allocation:
    """Decide on the division: from here each network may rely on its frame.

    `shown` is the `hash_of` what the page asked about, where it is decided from a page.

    Raises CannotApportion when it can't be divided so or a recipient is missing, AlreadyAdopted when it has been
    decided, and ChangedMeanwhile when what it starts from is not what was shown.
    """
    lock_round(round)
    forum = forum_of(round)
    if not may_adopt(actor, forum):
        raise PermissionDenied
    if Allocation.objects.filter(round=round).exists():
        raise AlreadyAdopted
    result = inputs.divide()
    if shown is not None and shown != hash_of(inputs):
        raise ChangedMeanwhile(str(NOT_AS_SHOWN))
    by = actor.by(forum.pk)
    content = {
        "inputs": frozen(inputs),
        "result": as_json(result)
        | {"why": [{"name": share.name, "steps": _steps(result, share)} for share in result.shares]},
    }
    allocation = Allocation.objects.create(
        round=round,
        **content,
        sha256=content_hash(content),
        reference=reference,
        adopted_at=at,
        adopted_by=actor.person,
        adopted_by_role=by.role,
    )
    networks = {network.name: network for network in Network.objects.filter(county=round.county_id)}
    Frame.objects.bulk_create(
        Frame(allocation=allocation, network=networks[post.name], amount=post.amount) for post in result.frames
    )
    _earmark(allocation, Earmark.Reason.FIXED, inputs.fixed)
    _earmark(allocation, Earmark.Reason.FELLESTILTAK, inputs.fellestiltak)
    close_tasks(about=round.pk, step=STEP, at=at)
    secretary = Role.FORUM_SECRETARY
    if "beslutningsgrunnlag" in round.file.steps:
        ask = gettext_noop("Be nettverkene om beslutningsgrunnlag")
        open_tasks(
            [task_for_round(round, "beslutningsgrunnlag", ask, party=forum.pk, role=secretary, due=at.date(), at=at)]
        )
    if round.file.competitive:
        title, due = gettext_noop("Hente inn søknadene, og begynne å rangere"), round.deadline("ranking").applies
        open_tasks([task_for_round(round, "ranking", title, party=forum.pk, role=secretary, due=due, at=at)])
    detail = {"sha256": allocation.sha256, "round": round.year}
    record("adopt", chain=round.file.county.code, kind="allocation", about=allocation.pk, by=by, at=at, detail=detail)
    return allocation


def _earmark(allocation: Allocation, reason: Earmark.Reason, given: tuple[Given, ...]) -> None:
    parties = parties_named(allocation.round)
    missing = [each.name for each in given if each.key not in parties]
    if missing:
        text = _("Disse pengene har ingen mottaker i Laget ennå: %(names)s. Skriv mottakerens «number» i fylkesfila.")
        raise CannotApportion(text % {"names": "; ".join(missing)})
    Earmark.objects.bulk_create(
        Earmark(
            allocation=allocation,
            reason=reason,
            recipient=parties[each.key],
            name=each.name,
            purpose=each.purpose,
            amount=each.amount,
        )
        for each in given
    )


def _steps(result: Apportionment, share: Share) -> list[list[object]]:
    return [[step.says, step.reckoning, step.amount] for step in explain(result, share)]


def refuse_more_than_is_free(round: Round, amount: int) -> None:
    """Let one at a time grant of the county's money for the year, and no more than is free of it. Raises CannotBook.

    Part of the act that grants it. Whoever locks awards too, locks the round first.
    """
    lock_round(round)
    money_of(round).grant(amount)
