"""A delivery filled with what is known when it begins: from the application, and from the award."""

from datetime import datetime

from django.utils.translation import gettext as _

from laget.base.actors.models import Network
from laget.base.cycle.models import Round
from laget.base.questions.answers import layout_of_content, value
from laget.base.questions.structure import Layout
from laget.effect.delivery.models import Delivery, Goal, TargetGroup
from laget.effect.delivery.queries import ToStart
from laget.need.tiltak.models import Tiltak
from laget.need.tiltak.plans import target_groups


def filled_from(waiting: ToStart, round: Round, *, at: datetime) -> Delivery:
    """Part of starting it, which checks who may. Nothing that was written in the application is typed again."""
    tiltak = waiting.tiltak
    network = tiltak.network if tiltak else Network.objects.filter(pk=waiting.party.pk).first()
    delivery = Delivery.objects.create(
        county=round.county,
        round=round,
        party=waiting.party,
        network=network,
        tiltak=tiltak,
        award=None if tiltak else waiting.award,
        title=waiting.title[:250],
        starts=tiltak.start if tiltak else None,
        ends=tiltak.end if tiltak else None,
        started_at=at,
    )
    if tiltak:
        _fill(delivery, tiltak, round)
    return delivery


def _fill(delivery: Delivery, tiltak: Tiltak, round: Round) -> None:
    layout = layout_of_content(tiltak.version.content, round.rules)
    answers = tiltak.version.content["answers"]

    def answer(question: str) -> object:
        try:
            return value(layout, answers, f"tiltak.{question}", item=tiltak.item)
        except KeyError:  # a county that doesn't ask it
            return None

    delivery.partners.set(tiltak.partners.all())
    named = _labels(layout, "contributors")
    contributors = [str(each) for each in _listed(answer("contributors"))]
    delivery.own_staff = "own" in contributors
    delivery.other_partners = ", ".join(named.get(each, each) for each in contributors if each != "own")[:300]
    delivery.save(update_fields=["own_staff", "other_partners"])
    labels, level = target_groups(layout), str(answer("level") or "")
    TargetGroup.objects.bulk_create(
        TargetGroup(
            delivery=delivery,
            key=key,
            label=labels.get(key, key),
            level=level if level in TargetGroup.Level else "",
        )
        for key in tiltak.target_groups
    )
    _set_goals_from_needs(delivery, tiltak)


def _set_goals_from_needs(delivery: Delivery, tiltak: Tiltak) -> None:
    """What the needs it answers said was to be different for the children, each said once."""
    said = [need.content["answers"].get("goal") for need in tiltak.needs.order_by("pk")]
    texts = list(dict.fromkeys(text.strip() for text in said if isinstance(text, str) and text.strip()))
    check = _("Spør barn og ansatte på samme måte som i kartleggingen.")
    Goal.objects.bulk_create(Goal(delivery=delivery, text=text[:500], check_by=check) for text in texts[:5])


def _labels(layout: Layout, name: str) -> dict[str, str]:
    try:
        return {str(key): str(label) for key, label in layout.options(name)}
    except KeyError:
        return {}


def _listed(found: object) -> list[object]:
    return list(found) if isinstance(found, list | tuple) else []
