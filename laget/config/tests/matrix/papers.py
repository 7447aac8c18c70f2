"""The plain facts of every document there is, as the oracle wants them."""

from collections.abc import Iterator
from uuid import UUID

from laget.base.questions.models import Document, Edit, Version
from laget.config.tests.matrix.cast import OSLO, TRONDELAG
from laget.config.tests.matrix.policy import Paper
from laget.config.tests.matrix.routes import PLAN_KINDS
from laget.config.tests.matrix.stage import Stage, canary
from laget.config.tests.matrix.things import VersionOf
from laget.grant.beslutningsgrunnlag.models import Signature
from laget.grant.tilsagn.models import Letter
from laget.need.plans.models import Publication

_SENT = {"submitted", "considered", "approved", "adopted", "sent"}


class Papers:
    """Every document by its id. What has been sent is remembered from scene to scene."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.by_pk: dict[UUID, Paper] = {}
        self.canaries: dict[str, Paper] = {}
        self._sent: set[UUID] = set()

    def read(self) -> None:
        self._parties = {party.pk: name for name, party in self.stage.world.parties.items()}
        self._people = {person.pk: name for name, person in self.stage.world.people.items()}
        self.by_pk = {document.pk: self._paper(document) for document in Document.objects.all()}
        self.canaries = {canary(pk): paper for pk, paper in self.by_pk.items()}
        self.canaries |= {str(pk): paper for pk, paper in self.by_pk.items()}

    def of(self, document: Document) -> Paper:
        return self.by_pk[document.pk]

    def versions(self, document: Document) -> Iterator[tuple[int, VersionOf]]:
        """Each version's number, and whether it was sent: signed by every side, or not sent back by a decider."""
        frozen = list(document.versions.all())
        for version in frozen:
            sent = True
            if document.kind == "beslutningsgrunnlag":
                signed = Signature.objects.filter(version=version).count()
                sent = signed == len(version.content["sides"])
            elif document.kind == "tilsagn":
                sent = document.state == "sent" and version == frozen[-1]
            elif document.kind in PLAN_KINDS:
                sent = document.state == "adopted"
            yield version.number, VersionOf(self.of(document), sent)

    def files(self, document: Document) -> Iterator[tuple[UUID, VersionOf]]:
        """Each file, and whether a version that was sent names it."""
        for upload in document.files.all():
            sent = any(each.sent for n, each in self.versions(document) if upload.versions.filter(number=n).exists())
            yield upload.pk, VersionOf(self.of(document), sent)

    def _paper(self, document: Document) -> Paper:
        if self._has_been_sent(document):
            self._sent.add(document.pk)
        frozen = list(document.versions.all())
        signatures = Signature.objects.filter(version=frozen[-1]) if frozen else ()
        return Paper(
            kind=document.kind,
            writer=self._parties[document.party_id],
            about=self._parties[document.subject_id],
            county=OSLO if document.county_id == self.stage.oslo.pk else TRONDELAG,
            state=document.state,
            sent=document.pk in self._sent,
            proposed_by=frozenset(self._people[each.frozen_by_id] for each in frozen),
            written_by=frozenset(self._people[edit.person_id] for edit in Edit.objects.filter(document=document)),
            sides=frozenset(self._parties[UUID(side)] for side in _sides(frozen)),
            signed=frozenset((self._parties[each.party_id], self._people[each.person_id]) for each in signatures),
            frozen=bool(frozen),
            public=Publication.objects.filter(version__document=document.pk, public=True).exists(),
            letter=Letter.objects.filter(tilsagn=document.pk).values_list("delivery", flat=True).first() or "",
        )

    def _has_been_sent(self, document: Document) -> bool:
        """A tilsagn or a plan that comes back was never sent: it comes back from those who were to decide it."""
        came_back = document.state == "returned" and document.kind not in ("tilsagn", *PLAN_KINDS)
        return came_back or document.state in _SENT


def _sides(frozen: list[Version]) -> list[str]:
    return frozen[-1].content.get("sides", []) if frozen else []
