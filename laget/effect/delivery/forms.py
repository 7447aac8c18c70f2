from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Organisation
from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import TEXT, RevisionField, day_field
from laget.base.ui.templatetags.ui import moment
from laget.effect.delivery.actions import Details, GoalNow, GroupNow
from laget.effect.delivery.models import Delivery, Goal, Pulje, TargetGroup
from laget.effect.delivery.queries import YearOfAward
from laget.effect.delivery.states import Status
from laget.effect.events.models import Event

NEW_GOALS = 2  # room for more on each page
MOST_WORDS = 4000


def words_field(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = False) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, **TEXT})
    field = forms.CharField(label=label, help_text=help_text, max_length=MOST_WORDS, required=required, widget=widget)
    field.optional = not required  # type: ignore[attr-defined]
    return field


def line_field(label: Any, help_text: Any = "", *, limit: int = 200, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(TEXT)
    field = forms.CharField(label=label, help_text=help_text, max_length=limit, required=required, widget=widget)
    field.optional = not required  # type: ignore[attr-defined]
    return field


def choice_field(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    widget = forms.Select(TEXT)
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, help_text=help_text)


class DeliveryForm(forms.Form):
    """How a tiltak stands. A goal whose text is emptied is taken out."""

    revision = RevisionField()
    status = choice_field(_("Hvordan går det, sett mot planen?"), Status.choices)
    responsible = line_field(_("Hvem er ansvarlig hos dere?"), required=False)
    deviations = words_field(_("Hva er blitt annerledes enn planlagt, og hvorfor?"))
    changed = words_field(_("Hva er endret i praksis?"), _("Dette kommer med i rapporten."))
    evidence = words_field(_("Hvordan vet dere det?"), _("For eksempel kartlegging, observasjon eller det barna sier."))
    partners = forms.ModelMultipleChoiceField(
        label=_("Partnere"), queryset=Organisation.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_staff = forms.BooleanField(label=_("Egne ansatte bidrar også"), required=False)
    other_partners = line_field(_("Andre som bidrar"), limit=300, required=False)
    pulje = forms.ModelChoiceField(
        label=_("Er tiltaket en del av en pulje?"),
        help_text=_("Da hører samlingene i puljen til her, og frammøtet følger med til rapporten."),
        queryset=Pulje.objects.none(),
        required=False,
        empty_label=_("Nei"),
        widget=forms.Select(TEXT),
    )

    def __init__(
        self,
        *args: Any,
        delivery: Delivery,
        partners: QuerySet[Organisation],
        puljer: QuerySet[Pulje],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _as_it_stands(delivery)
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners  # type: ignore[attr-defined]
        self.fields["pulje"].queryset = puljer  # type: ignore[attr-defined]
        self.fields["pulje"].optional = True  # type: ignore[attr-defined]
        self.goals: list[tuple[Goal | None, list[str]]] = []
        self.groups: list[tuple[TargetGroup, list[str]]] = []
        for number, goal in enumerate([*delivery.goals.all(), *[None] * NEW_GOALS], 1):
            self._add_goal(number, goal)
        for group in delivery.groups.all():
            self._add_group(group)

    def details(self) -> Details:
        given = self.cleaned_data
        goals = [
            GoalNow(given[text], given[check_by], given[reached] or Goal.Reached.NOT_YET, goal.pk if goal else None)
            for goal, (text, check_by, reached) in self.goals
        ]
        groups = [
            GroupNow(group.pk, given[level], given[planned], given[reached])
            for group, (level, planned, reached) in self.groups
        ]
        own = ("status", "responsible", "deviations", "changed", "evidence", "own_staff", "other_partners")
        return Details(
            **{name: given[name] for name in own},
            partners=[each.pk for each in given["partners"]],
            goals=goals,
            groups=groups,
            pulje=given["pulje"].pk if given["pulje"] else None,
        )

    def goal_fields(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for _goal, names in self.goals]

    def group_fields(self) -> list[tuple[TargetGroup, list[forms.BoundField]]]:
        return [(group, [self[name] for name in names]) for group, names in self.groups]

    def _add_goal(self, number: int, goal: Goal | None) -> None:
        names = [f"goal-{goal.pk if goal else f'new{number}'}-{part}" for part in ("text", "check", "reached")]
        words = {"n": number}
        self.fields[names[0]] = line_field(gettext("Mål %(n)d") % words, limit=500, required=False)
        self.fields[names[1]] = line_field(
            gettext("Slik ser vi at mål %(n)d er nådd") % words, limit=500, required=False
        )
        reached = choice_field(gettext("Er mål %(n)d nådd?") % words, Goal.Reached.choices, required=False)
        self.fields[names[2]] = reached
        if goal:
            values = (goal.text, goal.check_by, goal.reached)
            self.initial.update(zip(names, values, strict=True))
        self.goals.append((goal, names))

    def _add_group(self, group: TargetGroup) -> None:
        names = [f"group-{group.pk}-{part}" for part in ("level", "planned", "reached")]
        words = {"group": group.label}
        levels = [("", gettext("Ikke valgt")), *TargetGroup.Level.choices]
        self.fields[names[0]] = choice_field(gettext("%(group)s: nivå") % words, levels, required=False)
        self.fields[names[1]] = _count(gettext("%(group)s: hvor mange er de?") % words)
        self.fields[names[2]] = _count(
            gettext("%(group)s: hvor mange er nådd i alt, når det er flere enn dem som har møtt?") % words
        )
        self.initial.update(zip(names, (group.level, group.planned, group.reached), strict=True))
        self.groups.append((group, names))


class SpendingForm(forms.Form):
    """One line of what the money was used for."""

    of = choice_field(_("Hvilke penger?"), ())
    day = day_field(_("Når?"))
    what = line_field(_("Hva gikk de til?"))
    amount = MoneyField(label=_("Hvor mye?"), widget=forms.TextInput({"inputmode": "numeric", **TEXT}))

    def __init__(self, *args: Any, years: Sequence[YearOfAward], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(f"{y.award.pk}/{y.year}", f"{y.award.recipient.name}, {y.year}") for y in years]
        self.fields["of"].choices = choices  # type: ignore[attr-defined]

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(gettext("Skriv et beløp over 0."))
        return amount

    def clean(self) -> dict[str, Any]:
        """A year that is mistyped would stand in the report."""
        given: dict[str, Any] = super().clean() or {}
        day, of = given.get("day"), given.get("of")
        if day and day > self.today:
            self.add_error("day", gettext("Dagen har ikke vært ennå. Før utgiften når pengene er brukt."))
        elif day and of and day.year < int(of.split("/")[1]):
            words = gettext("Dagen er før %(year)s, året pengene er gitt for. Rett dagen, eller velg andre penger.")
            self.add_error("day", words % {"year": of.split("/")[1]})
        return given

    def line(self) -> tuple[UUID, int, date, str, int]:
        given = self.cleaned_data
        award, year = given["of"].split("/")
        return UUID(award), int(year), given["day"], given["what"], given["amount"]


class MaterialForm(forms.Form):
    title = line_field(_("Hva er det?"))
    address = forms.URLField(
        label=_("Lenke"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(TEXT),
        error_messages={"invalid": _("Lim inn hele lenken, slik den står i nettleseren.")},
    )


class _EventField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Event) -> str:
        """With the day: the same is often held more than once."""
        return f"{obj.title}, {moment(obj.begins)}"


class SessionForm(forms.Form):
    event = _EventField(
        label=_("Arrangement"), queryset=Event.objects.none(), empty_label=None, widget=forms.Select(TEXT)
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]


def _count(label: str) -> forms.IntegerField:
    widget = forms.TextInput({"inputmode": "numeric", **TEXT})
    field = forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, widget=widget)
    field.optional = True  # type: ignore[attr-defined]
    return field


def _as_it_stands(delivery: Delivery) -> dict[str, Any]:
    own = ("revision", "status", "responsible", "deviations", "changed", "evidence", "own_staff", "other_partners")
    partners = list(delivery.partners.values_list("pk", flat=True))
    return {name: getattr(delivery, name) for name in own} | {"partners": partners, "pulje": delivery.pulje_id}
