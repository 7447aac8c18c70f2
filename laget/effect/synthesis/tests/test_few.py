"""What virksomheter say is counted when five or more of them have said it, for those who may read each as well."""

from uuid import UUID

from laget.base.actors.models import Party
from laget.base.questions.models import Document, Sending, Version
from laget.effect.synthesis.actions import Selection, make_synthesis
from laget.effect.synthesis.models import Synthesis
from laget.effect.synthesis.picture import Picture, picture_of
from testing.people import AUTUMN, World


def picture(world: World, synthesis: Synthesis) -> Picture:
    return picture_of(synthesis, world.act("nina"))


def test_four_are_not_counted_and_five_are(world: World) -> None:
    world.carry("assess")
    innherred, chosen = world.parties["Innherred"], Selection("assessment", "Slik står det til")
    synthesis = make_synthesis(innherred, selection=chosen, actor=world.act("nina"), at=AUTUMN)
    like = picture(world, synthesis).versions[0]
    asked = Document.objects.filter(kind="assessment").values("subject")
    free = iter(Party.objects.exclude(pk__in=asked).order_by("sort_key"))
    while picture(world, synthesis).content["n"] < 4:
        another(like, next(free).pk)
    few = picture(world, synthesis)
    assert (few.content["n"], few.content["counted"], few.inner) == (4, False, {"outstanding": [], "who": []})
    assert [piece for section in few.content["sections"] for piece in section["pieces"]] == []
    another(like, next(free).pk)
    enough = picture(world, synthesis).content
    assert (enough["n"], enough["counted"]) == (5, True)
    (target,) = [s for s in enough["sections"] if s["key"] == "target"]
    assert target["pieces"] != []


def another(like: Version, subject: UUID) -> None:
    """One more that says the same, of someone else, written straight into the tables."""
    document = like.document
    names = ("kind", "county_id", "round_id", "given", "answers", "state", "state_since", "reach", "asked_id")
    same = {name: getattr(document, name) for name in names}
    more = Document(party_id=subject, subject_id=subject, network_id=document.network_id, **same)
    more.save()
    version = Version.objects.create(
        document=more,
        number=1,
        content=like.content,
        sha256=like.sha256,
        frozen_at=like.frozen_at,
        frozen_by=like.frozen_by,
        frozen_by_role="",
    )
    Sending.objects.create(version=version, at=AUTUMN)
