"""One amount, followed back to the need: for those who may see that, and said to those who may not."""

from django.test import Client

from laget.effect.insight.queries import amounts_visible_to, follow
from testing.people import AUTUMN, World

KEPT_BACK = "Tiltaket svarer på behovsmeldinger som du ikke ser her."


def test_who_may_not_see_the_need_is_told_what_is_kept_back(world: World, client: Client) -> None:
    world.carry("send")
    told = {}
    for name in world.people:
        actor = world.act(name, AUTUMN)
        granted = amounts_visible_to(actor).filter(recommended__planned__tiltak__network__name="Innherred").first()
        if granted is None:
            continue
        trail = follow(granted, actor)
        assert granted.recommended.planned
        hidden = granted.recommended.planned.tiltak.needs.count() - len(trail.needs)
        client.force_login(world.people[name])
        told[name] = KEPT_BACK in client.get(f"/belop/{granted.pk}/").content.decode()
        assert told[name] == (hidden > 0), name
    assert set(told.values()) == {True, False}
    assert not told["eva"]
