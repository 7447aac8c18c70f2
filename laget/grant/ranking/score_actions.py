"""What a member of a working group does: step aside or come back, and give points."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.cycle.actions import lock_round
from laget.base.questions.actions import content_hash
from laget.base.questions.answers import NotReady, Problem, as_asked, problems
from laget.base.questions.structure import Answers, Layout
from laget.base.refusals import NotInOrder
from laget.grant.ranking.asking import keep_asking
from laget.grant.ranking.models import Answered, Application, Declared, Score
from laget.grant.ranking.queries import (
    applications_visible_to,
    own_declarations,
    ranking_of_forum,
    scoring_is_open,
)
from laget.grant.ranking.records import record_act
from laget.grant.ranking.states import Act

Given = Mapping[str, tuple[int | None, str]]  # by criterion: points and note


@transaction.atomic
def give_points(pk: UUID, *, given: Given, answers: Answers = MappingProxyType({}), actor: Actor, at: datetime) -> None:
    """Points and a note on every criterion, and answers to what the county asks beside, once and for all.

    Only then are those of the others seen. Raises NotReady when something is missing, NotInOrder when they have given
    theirs or the ranking has begun.
    """
    application = _free(pk, actor=actor)
    lock_round(application.round)
    if application.group is None or not application.group.members.filter(person=actor.person).exists():
        raise PermissionDenied
    if not scoring_is_open(application.round):
        raise NotInOrder(_("Rangeringen har begynt. Det gis ikke flere poeng."))
    if has_given(application, actor):
        raise NotInOrder(_("Du har gitt poengene dine. De kan ikke endres."))
    layout = layout_of(application)
    if found := [*what_is_wrong(application, given), *problems(layout, answers)]:
        raise NotReady(found)
    Score.objects.bulk_create(
        Score(application=application, person=actor.person, criterion=key, points=points, note=note, at=at)
        for key, (points, note) in given.items()
        if points is not None
    )
    said = as_asked(layout, answers)
    if said:
        Answered.objects.create(application=application, person=actor.person, answers=said, at=at)
    keep_asking(application.round, at=at)
    detail = {"form": application.asked_id, "sha256": content_hash(said)} if said else {}
    record_act(application.round, "application", application.pk, Act.SCORE, actor=actor, at=at, **detail)


@transaction.atomic
def declare(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Step aside: from now on they neither see the application nor are counted in it. See `lift`."""
    application = _free(pk, actor=actor)
    Declared.objects.create(application=application, person=actor.person, reason=reason, at=at)
    keep_asking(application.round, at=at)
    record_act(application.round, "application", application.pk, Act.DECLARE, actor=actor, at=at)


@transaction.atomic
def lift(pk: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take back what one has declared of oneself. Points that were given count again. Raises NotInOrder when the
    ranking has begun, and has been reckoned without them.
    """
    found = own_declarations(actor).select_for_update(of=("self",)).filter(application=pk).first()
    if found is None:
        raise PermissionDenied
    round = found.application.round
    lock_round(round)
    if ranking_of_forum(round):
        raise NotInOrder(_("Rangeringen har begynt. Da kan du ikke ta tilbake at du er inhabil."))
    found.lifted_at, found.lifted_because = at, reason
    found.save(update_fields=["lifted_at", "lifted_because"])
    keep_asking(round, at=at)
    record_act(round, "application", pk, Act.LIFT, actor=actor, at=at)


def layout_of(application: Application) -> Layout:
    """What those who score it are asked beside the points."""
    return Layout(application.asked.form, application.round.rules, {})


def has_given(application: Application, actor: Actor) -> bool:
    return application.scores.filter(person=actor.person).exists()


def what_is_wrong(application: Application, given: Given) -> list[Problem]:
    rules, found = application.round.file.ranking, []
    for criterion in rules.criteria:
        points, note = given.get(criterion.key, (None, ""))
        words = {"lowest": rules.lowest, "highest": rules.highest}
        if points is None or not rules.lowest <= points <= rules.highest:
            text = _("Gi fra %(lowest)d til %(highest)d poeng.")
            found.append(Problem(text % words, path=f"{criterion.key}-points"))
        if not note.strip():
            found.append(Problem(_("Skriv kort hvorfor."), path=f"{criterion.key}-note"))
    return found


def _free(pk: UUID, *, actor: Actor) -> Application:
    application = applications_visible_to(actor).filter(pk=pk).first()
    if application is None:
        raise PermissionDenied
    return application
