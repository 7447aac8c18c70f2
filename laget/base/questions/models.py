"""Documents: answers to a form, written by several, frozen when sent."""

import uuid
from collections.abc import Collection
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import County, Party
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import Round, StoredForm, form_as
from laget.base.questions.states import WRITABLE, State


class Reach(models.TextChoices):
    """How far a document is seen, besides by those who write it."""

    AUTHORS = "authors", _("de som skriver")
    CHAIN = "chain", _("de som behandler den videre")
    NETWORK = "network", _("alle i nettverket")


def namespace_of(kind: str) -> str:
    """Whose pages a document has. Kinds that share an app begin with its name: "plan_project"."""
    return kind.partition("_")[0]


def case_address(kind: str, pk: UUID | str) -> str:
    """Where a document is read."""
    before, after = _around(namespace_of(kind))
    return f"{before}{pk}{after}"


@cache
def _around(namespace: str) -> tuple[str, str]:
    """What stands before and after the id, found once: a page can have an address for each of fifty documents."""
    nowhere = UUID(int=0)
    before, after = reverse(f"{namespace}:case", args=[nowhere]).split(str(nowhere))
    return before, after


class Document(models.Model):
    """What one party writes about one matter in one round: the part that every kind of document shares.

    `answers` maps a path to what was typed: "need", "challenges.autism", "tiltak.3f2a.title". It
    holds the words as typed, also when they can't be read as a number yet, so that nothing is lost.
    `given` is what the document starts from, carried over from the one before; nobody types it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    # Found by other indexes. What a saving or a sending changes is in none of them, so that they need not be touched.
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="documents", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="documents")  # who writes it
    subject = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # whom it is about
    # Whose virksomhet, and in which network. As parties: a page wants their names alone.
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partners = models.ManyToManyField(Party, related_name="+", blank=True)  # who writes it with them
    # The document that will rest on this one: told when this one is sent, so that its writers can choose it.
    feeds = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="fed_by")
    # What it asks, and in which language: as when it was opened, whatever has been published since.
    asked = models.ForeignKey(StoredForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="nb")
    given = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField()
    reach = models.CharField(max_length=10, choices=Reach, default=Reach.AUTHORS)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "round", "subject"], name="questions_one_document_each"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["round", "network", "kind"], name="questions_thread"),
        ]

    KIND: ClassVar[str] = ""
    TELLS_RECEIVERS: ClassVar[bool] = True  # when it is sent; not of the hundreds that an owner has asked for
    NAMES: ClassVar[tuple[str, ...]] = ("round__rule_set", "subject", "network", "owner")  # what its pages show

    def __str__(self) -> str:
        return f"{self.form.title}, {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.kind or self.KIND
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return case_address(self.kind, self.pk)

    @property
    def namespace(self) -> str:
        return namespace_of(self.kind)

    @property
    def files_at(self) -> str:
        """Where the files of its answers are fetched: their ids come after."""
        return reverse("questions:file", args=[self.pk, self.pk]).removesuffix(f"{self.pk}/")

    @property
    def form(self) -> Form:
        return form_as(self.asked_id, self.language, lambda: self.asked.text)

    def is_written_by(self, parties: Collection[UUID]) -> bool:
        """Whether one of the parties writes it, alone or as partner."""
        return self.party_id in parties or any(partner in parties for partner in self.partner_ids)

    @cached_property
    def partner_ids(self) -> list[UUID]:
        """Who writes it with the party. They are set when it is opened, and stay the same. One query at most."""
        return [partner.pk for partner in self.partners.all()]

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """As Django's own, which puts the words of all states in the reader's language to find one."""
        return str(State(self.state).label)


class Edit(models.Model):
    """One saving of a draft: which answers changed, from what to what. Makes it possible to merge and to look back."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="edits", db_index=False)
    revision = models.PositiveIntegerField()  # the one that this edit led to
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changes = models.JSONField()  # {path: [before, after]}
    # The page it was typed in, so that a page never clashes with itself when an answer to it is lost.
    page = models.CharField(max_length=36, blank=True)
    turn = models.PositiveIntegerField(default=0)  # each sending of that page has a higher one

    class Meta:
        ordering: ClassVar[list[str]] = ["revision"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "revision"], name="questions_one_edit_a_revision"),
        ]


class Upload(models.Model):
    """Vedlegg (upload): a file laid by as an answer. What it holds lies in the file storage, under its id.

    It never changes, and the database refuses to delete one that a version names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)  # which question
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vedlegg")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Where it lies. It tells nothing of whose it is, or what it is called."""
        return f"answers/{self.pk}"


class Version(models.Model):
    """A document as it was when sent. The database refuses every change; signatures name its hash."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    frozen_by_role = models.CharField(max_length=200)
    # The earlier documents, as they then were, that this one rests on: the red thread, backwards.
    rests_on = models.ManyToManyField("self", symmetrical=False, related_name="led_to", blank=True)
    files = models.ManyToManyField(Upload, related_name="versions", blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["document", "number"], name="questions_one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"

    @property
    def frozen_on(self) -> date:
        """The day, in Norway."""
        return localdate(self.frozen_at)


class Sending(models.Model):
    """A version went out to those who handle it next. One that never did is a draft, for its writers alone."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="sending")
    at = models.DateTimeField()


class Return(models.Model):
    """A version sent back to those who wrote it, with the reason.

    Where it has `remarks`, only those sections are asked about: {section: what is missing there}. The others stand.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="returned")
    reason = models.TextField(_("begrunnelse"))
    remarks = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=200)
