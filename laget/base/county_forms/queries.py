"""The forms of a round, for those who administer the county; and what each is based on."""

from dataclasses import dataclass

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.county_forms.models import FormDraft
from laget.base.cycle.form_checks import FORMS, Fault, faults_in_form, read_in
from laget.base.cycle.form_shape import Form, Question
from laget.base.cycle.models import FormVersion, Round
from laget.base.cycle.queries import newest_forms
from laget.base.questions.models import Document

# The innstilling and the tilsagn follow from the regulation and the letter, and stay as the county file has them.
KINDS = tuple(kind for kind in FORMS if kind not in ("innstilling", "tilsagn"))


@dataclass(frozen=True, slots=True)
class Current:
    """A form as it is being changed, or as it was last published when nobody is changing it."""

    round: Round
    kind: str
    form: Form
    published: FormVersion
    draft: FormDraft | None

    @property
    def revision(self) -> str:
        """What a page about it stands on: the published version, the draft, and how often it was changed."""
        draft = self.draft
        return f"{self.published.number}-{draft.pk}-{draft.revision}" if draft else str(self.published.number)

    @property
    def title(self) -> str:
        return self.published.stored.form.title

    @property
    def read(self) -> set[str]:
        """The paths of the questions that Laget reads the answers of."""
        return read_in(self.kind, self.round.file.applied_by)

    @property
    def lines(self) -> dict[str, list["Line"]]:
        """The questions of each section, as the page about the form has them."""
        by_path = {section.path(question): question for section, question in self.form.asked()}
        return {
            section.key: [
                Line(
                    question,
                    section.path(question) in self.read,
                    by_path.get(section.follows_from(question)) if question.shown_if else None,
                    f"{section.key}.{question.key}",
                )
                for question in section.questions
            ]
            for section in self.form.sections
        }

    def faults(self) -> list[Fault]:
        return list(faults_in_form(self.form, kind=self.kind, read=self.read, lists=()))


@dataclass(frozen=True, slots=True)
class Line:
    """A question: whether Laget reads it, what it follows from, and where on the page it is."""

    question: Question
    is_read: bool
    after: Question | None
    id: str

    @property
    def up(self) -> str:
        return f"{self.id}.opp"

    @property
    def down(self) -> str:
        return f"{self.id}.ned"


def rounds_administered_by(actor: Actor) -> QuerySet[Round]:
    counties = [each.party for each in actor.holdings if each.role == Role.ADMINISTRATOR]
    return Round.objects.filter(county__in=counties).select_related("rule_set", "county")


def current(round: Round, kind: str) -> Current | None:
    """None for a kind that the round doesn't have, or that isn't changed in pages."""
    found = newest_forms(round.pk, kind).select_related("stored").first() if kind in KINDS else None
    if found is None:
        return None
    draft = FormDraft.objects.filter(round=round, kind=kind).select_related("changed_by").first()
    return _as_it_stands(round, found, draft)


def all_current(round: Round) -> list[Current]:
    """Every form of the round that is changed in pages. Two queries."""
    newest = FormVersion.objects.filter(round=round, kind__in=KINDS).order_by("kind", "-number").distinct("kind")
    versions = {each.kind: each for each in newest.select_related("stored")}
    drafts = {each.kind: each for each in FormDraft.objects.filter(round=round).select_related("changed_by")}
    return [_as_it_stands(round, versions[kind], drafts.get(kind)) for kind in KINDS if kind in versions]


def _as_it_stands(round: Round, published: FormVersion, draft: FormDraft | None) -> Current:
    return Current(round, published.kind, draft.form if draft else published.stored.form, published, draft)


def versions_of(round: Round, kind: str) -> QuerySet[FormVersion]:
    """Newest first, without what they ask."""
    return FormVersion.objects.filter(round=round, kind=kind).order_by("-number")


def last_years(round: Round, kind: str) -> list[FormVersion]:
    """The newest version of the same form in the year before, of this ordning first, and of each that it took over."""
    earlier = FormVersion.objects.filter(
        round__county=round.county_id, round__year=round.year - 1, round__ordning__key__in=round.ordning_keys, kind=kind
    )
    newest = earlier.select_related("stored", "round__rule_set").order_by("round_id", "-number").distinct("round_id")
    return sorted(newest, key=lambda each: (each.round.ordning_id != round.ordning_id, str(each.round)))


def opened_with(round: Round, kind: str) -> int:
    """How many documents of the kind are opened already: they keep their form."""
    return Document.objects.filter(round=round, kind=kind).count()
