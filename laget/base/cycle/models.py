"""The year: under which rules, when things are due, and what each has to do next."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Network, Party
from laget.base.cycle.calendar_models import CalendarEntry, Notice
from laget.base.cycle.county_file import CountyFile, RuleSetInfo
from laget.base.cycle.form_shape import Form
from laget.base.cycle.reading import parse_county_file
from laget.base.cycle.sentences import say
from laget.base.cycle.telling_models import CalendarAddress, Digest, Wishes
from laget.rules.dates import Deadline

# Written in files of their own; Django looks for them here.
__all__ = ["CalendarAddress", "CalendarEntry", "Digest", "Notice", "Wishes"]


class Ordning(models.Model):
    """Ordning (grant scheme): what the state gives the money for. Regulations come and go under it."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("ordning")

    def __str__(self) -> str:
        return self.name


class StoredFile(models.Model):
    """A county file as it was loaded. Apart from the rule set, so that nobody reads it without needing it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()


class RuleSet(models.Model):
    """Regelsett (rule set): a county's way of running an ordning under one regulation.

    A round keeps the rule set it was opened under. A changed county file becomes a new row.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="rule_sets")
    ordning = models.ForeignKey(Ordning, on_delete=models.PROTECT, related_name="rule_sets")
    key = models.SlugField(max_length=60)
    regulation = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("regelsett")
        ordering: ClassVar[list[str]] = ["valid_from", "loaded_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "key", "stored"], name="cycle_a_file_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ordning}, {self.regulation}"

    @property
    def file(self) -> CountyFile:
        """The file as it is for this rule set's ordning. Parsed once in each process: the hash says it is the same."""
        return self._files[self.key]

    @property
    def whole_file(self) -> CountyFile:
        """The file as it was loaded, with every ordning in it."""
        return self._files[""]

    @property
    def _files(self) -> dict[str, CountyFile]:
        if self.stored_id not in _FILES:
            whole = parse_county_file(self.stored.text)
            _FILES[self.stored_id] = {"": whole} | {each.key: whole.of(each.ordning) for each in whole.rule_sets}
        return _FILES[self.stored_id]

    @property
    def info(self) -> RuleSetInfo:
        return self.file.rule_set(self.key)


_FILES: dict[str, dict[str, CountyFile]] = {}  # by the hash of the stored file, and the key of the rule set


class Round(models.Model):
    """Runde (round): one budget year of one ordning in one county."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="rounds")
    ordning = models.ForeignKey(Ordning, on_delete=models.PROTECT, related_name="rounds")  # that of the rule set
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("runde")
        ordering: ClassVar[list[str]] = ["-year", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["county", "ordning", "year"], name="cycle_one_round_a_year"),
        ]

    def __str__(self) -> str:
        """With the ordning, where the county runs several."""
        return f"{self.file.county.name} {self.year}" + (f", {self.among_several}" if self.among_several else "")

    @property
    def among_several(self) -> str:
        """What its ordning is called for short, where the county runs several; else nothing."""
        own = self.file.ordninger.get(self.rules.ordning)
        return own.short if own else ""

    @property
    def file(self) -> CountyFile:
        return self.rule_set.file

    @property
    def rules(self) -> RuleSetInfo:
        return self.rule_set.info

    @property
    def ordning_keys(self) -> tuple[str, ...]:
        """Its own, and those that it took over: their awards are of its money."""
        return (self.rules.ordning, *self.rules.continues)

    def deadline(self, step: str) -> Deadline:
        """The county's date for a step; a network may have set its own, see queries.local_deadline."""
        return self.file.deadline(step, self.year)


class StoredForm(models.Model):
    """A form as it was published, under its own hash: the same for everyone who was asked the same."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def form(self) -> Form:
        """As those who keep it see it: in bokmål, with the translations beside."""
        return form_as(self.sha256, "nb", lambda: self.text)


def form_as(sha256: str, language: str, text_of: Callable[[], str]) -> Form:
    """A stored form in a language. Parsed once in each process: the hash says it is the same."""
    key = (sha256, language)
    if key not in _PARSED:
        whole = Form.model_validate_json(text_of())
        _PARSED[key] = whole.in_language(language)
    return _PARSED[key]


_PARSED: dict[tuple[str, str], Form] = {}


class FormVersion(models.Model):
    """Skjemaversjon (form version): what one kind of document asks in a round, from when. Never changed.

    The newest is for what is opened from now on. The first is that of the county file.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="form_versions")
    kind = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200, blank=True)  # nobody, when it came with the county file

    class Meta:
        verbose_name = _("skjemaversjon")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "kind", "number"], name="cycle_one_form_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class LocalDate(models.Model):
    """A date that a network has set for itself, where the county leaves it to them."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="local_dates")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="local_dates")
    step = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "network", "step"], name="cycle_one_local_date"),
        ]


class Task(models.Model):
    """Oppgave (task): something a role at a party has to do. Opened and closed by the acts, never by hand."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    # None for what belongs to no budget year, such as a kartlegging.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    step = models.CharField(max_length=40)
    title = models.CharField(max_length=200)  # bokmål: str() puts it into words, as it does a notice
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="tasks")
    role = models.CharField(max_length=20, choices=Role)
    # One of those in the role, where it isn't for all of them, such as to score applications.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Whom it is done for, and what about, when that isn't the party itself.
    subject = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=36)
    address = models.CharField(max_length=200)
    due = models.DateField(null=True, blank=True)
    awaited_by = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, blank=True, related_name="awaited_tasks")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("oppgave")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["about", "step", "party", "role", "person"],
                condition=models.Q(done_at=None),
                nulls_distinct=False,
                name="cycle_a_task_is_open_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["party", "due"], condition=models.Q(done_at=None), name="cycle_open_tasks"),
            models.Index(fields=["awaited_by", "due"], condition=models.Q(done_at=None), name="cycle_awaited_tasks"),
        ]

    def __str__(self) -> str:
        return say(self.title)


class DemoDay(models.Model):
    """The day that the demo pretends it is. One row, and none outside the demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="cycle_one_demo_day"),
        ]
