from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Network, Party
from laget.base.cycle.actions import close_tasks, open_tasks
from laget.base.cycle.models import Round
from laget.base.questions import actions
from laget.base.questions.answers import layout_of
from laget.base.questions.models import Version
from laget.base.questions.states import Act
from laget.base.ui.seal import certificate
from laget.grant.forum.queries import Decided, decided_lines
from laget.grant.innstilling import states as innstilling_states
from laget.grant.innstilling.models import Innstilling, RecommendedAmount
from laget.grant.tilsagn import booking, tasks
from laget.grant.tilsagn.letter_text import text_of
from laget.grant.tilsagn.letters import content_of, make_letter
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.permissions import may_decide, may_prepare
from laget.grant.tilsagn.queries import recommended_in
from laget.grant.tilsagn.states import TRANSITIONS
from laget.grant.tilsagn.words import applied_in_words, reason_in


@transaction.atomic
def prepare_tilsagn(round: Round, *, actor: Actor, at: datetime) -> list[Tilsagn]:
    """Open a tilsagn for everyone that the innstilling names, with the amounts as recommended.

    Raises TransitionNotAllowed when there is no innstilling to prepare from.
    """
    if not may_prepare(actor, round.county_id):
        raise PermissionDenied
    innstilling = actions.locked(Innstilling, Innstilling.objects.get(round=round).pk, actor=actor)
    before, after = actions.move(innstilling, Act.CONSIDER, innstilling_states.TRANSITIONS, at=at)
    by = actor.by(round.county_id)
    amounts: dict[UUID, list[RecommendedAmount]] = defaultdict(list)
    for each in recommended_in(round):
        origin = each.planned or each.earmark
        assert origin is not None
        amounts[origin.recipient_id].append(each)
    networks = {network.pk: network for network in Network.objects.filter(pk__in=amounts)}
    decided = decided_lines(round)
    opened = [
        _open(round, recipient, lines, networks.get(recipient), decided, at=at) for recipient, lines in amounts.items()
    ]
    close_tasks(about=round.pk, step=Tilsagn.KIND, at=at)
    open_tasks([tasks.to_prepare(tilsagn, at=at) for tilsagn in opened])
    for tilsagn in opened:
        actions.record_act(tilsagn, Act.OPEN, by=by, at=at, after=tilsagn.state)
    actions.record_act(innstilling, Act.CONSIDER, by=by, at=at, before=before, after=after)
    return opened


@transaction.atomic
def propose_tilsagn(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Version:
    """Put it before the one who decides. Raises NotReady, TransitionNotAllowed."""
    tilsagn = actions.locked(Tilsagn, pk, actor=actor)
    if not may_prepare(actor, tilsagn.county_id):
        raise PermissionDenied
    before, after = actions.move(tilsagn, Act.PROPOSE, TRANSITIONS, at=at)
    actions.refuse_unless_ready(tilsagn, layout_of(tilsagn), revision=revision, at=at)
    by = actor.by(tilsagn.county_id)
    rests_on = actions.latest_versions(Innstilling.objects.filter(round=tilsagn.round).values_list("pk", flat=True))
    version = actions.freeze(tilsagn, rests_on=rests_on, by=by, actor=actor, at=at)
    tilsagn.proposed_by = actor.person
    tilsagn.save(update_fields=["proposed_by"])
    close_tasks(about=pk, at=at)
    open_tasks([tasks.to_decide(tilsagn, at=at)])
    actions.record_act(
        tilsagn, Act.PROPOSE, by=by, at=at, before=before, after=after, detail={"sha256": version.sha256}
    )
    return version


@transaction.atomic
def give_tilsagn(pk: UUID, *, revision: int, actor: Actor, at: datetime) -> Letter:
    """Decide: from here the recipient may rely on the money. The letter is made, and waits to be sent.

    Raises PermissionDenied for anyone who has had a hand in preparing it, TransitionNotAllowed when
    it is not there to be decided, NotReady when it is another than was read, NoSeal when there is nothing to seal the
    letter with.
    """
    tilsagn = actions.locked(Tilsagn, pk, actor=actor)
    if not may_decide(actor, tilsagn):
        raise PermissionDenied
    before, after = actions.move(tilsagn, Act.GIVE, TRANSITIONS, at=at)
    actions.refuse_unless_seen(tilsagn, revision=revision)
    by = actor.by(tilsagn.county_id)
    tilsagn.decided_by, tilsagn.decided_at = actor.person, at
    tilsagn.save(update_fields=["decided_by", "decided_at"])
    version = actions.latest_versions([pk])[0]
    granted = booking.grant(tilsagn, at=at)
    letter = _make_letter(tilsagn, version, at=at)
    close_tasks(about=pk, at=at)
    open_tasks([tasks.to_send(letter, at=at)])
    detail = {"version": version.sha256, "letter": letter.sha256, "seal": certificate(), "granted": granted}
    actions.record_act(tilsagn, Act.GIVE, by=by, at=at, before=before, after=after, detail=detail)
    return letter


@transaction.atomic
def return_tilsagn(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Ask for it to be prepared again. Raises TransitionNotAllowed when it is not there to be decided."""
    tilsagn = actions.locked(Tilsagn, pk, actor=actor)
    if not may_decide(actor, tilsagn):
        raise PermissionDenied
    before, after = actions.move(tilsagn, Act.RETURN, TRANSITIONS, at=at)
    by = actor.by(tilsagn.county_id)
    actions.send_back(actions.latest_versions([pk])[0], reason=reason, by=by, actor=actor, at=at)
    close_tasks(about=pk, at=at)
    open_tasks([tasks.to_prepare(tilsagn, at=at)])
    actions.record_act(tilsagn, Act.RETURN, by=by, at=at, before=before, after=after)


def _open(
    round: Round,
    recipient: UUID,
    amounts: list[RecommendedAmount],
    network: Network | None,
    decided: Mapping[str, Decided],
    *,
    at: datetime,
) -> Tilsagn:
    language = _language(recipient, round)
    lines = [_line(each, round) for each in amounts]
    reasons = {f"r{each.pk}": reason_in(language, each, decided.get(f"p{each.planned_id}")) for each in amounts}
    now = [line for line in lines if line["year"] == round.year]
    grounds = "grounds" if any(line["recommended"] for line in lines) else "grounds_refusal"
    in_year = _("%(what)s i %(year)d")
    ceiling = {
        "name": in_year % {"what": applied_in_words(now), "year": round.year},
        "used": in_year % {"what": _("Innvilget"), "year": round.year},
        "amount": sum(line["applied"] for line in now),
        "note": "" if len(now) == len(lines) else _("Beløp for senere år regnes ikke med her."),
    }
    return actions.begin(
        Tilsagn,
        round,
        party=round.county_id,
        subject=recipient,
        network=network,
        given={
            "items": {"lines": lines},
            "ceiling": {**ceiling, "path": "lines.amount", "items": [line["id"] for line in now]},
        },
        answers={
            "grounds": round.file.words(language)(grounds),
            **{f"lines.{line['id']}.amount": str(line["recommended"]) for line in lines},
            **{f"lines.{id}.reason": reason for id, reason in reasons.items() if reason},
        },
        at=at,
    )


def _language(recipient: UUID, round: Round) -> str:
    return Party.objects.get(pk=recipient).language_from(Party.objects.get(pk=round.county_id))


def _line(recommended: RecommendedAmount, round: Round) -> dict[str, Any]:
    year = recommended.planned.year if recommended.planned else round.year
    group = recommended.planned.tiltak.network.name if recommended.planned else ""
    name = recommended.full_name
    return {
        "id": f"r{recommended.pk}",
        "title": name if year == round.year else f"{name}, {year}",
        "name": name,
        "group": group,
        "year": year,
        "applied": recommended.applied,
        "recommended": recommended.amount,
        "amount": recommended.applied,
        "reason": recommended.reason,
        "set_aside": recommended.planned is None,
        "facts": [
            [_("Søkt") if recommended.planned else _("Satt av"), recommended.applied],
            [_("Anbefalt"), recommended.amount],
        ],
    }


def _make_letter(tilsagn: Tilsagn, version: Version, *, at: datetime) -> Letter:
    assert tilsagn.proposed_by is not None
    assert tilsagn.decided_by is not None
    page = tilsagn.get_absolute_url()
    content = content_of(
        text_of(tilsagn),
        on=timezone.localdate(at),
        prepared=tilsagn.proposed_by.name,
        decided=tilsagn.decided_by.name,
        sha256=version.sha256,
        page=page,
    )
    return make_letter(
        content,
        round=tilsagn.round,
        recipient=tilsagn.subject,
        kind=Letter.Kind.TILSAGN,
        about=str(tilsagn.pk),
        page=page,
        tilsagn=tilsagn,
        version=version,
        at=at,
    )
