from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.roles import Role
from laget.base.actors.models import Network, Party
from laget.base.cycle.calendar_forms import WhenForm
from laget.base.ui.forms import TEXT, RevisionField, day_field
from laget.effect.groups.actions import About, Called
from laget.effect.groups.models import Group
from laget.need.plans.models import Plan
from laget.rules.words import lower_first


def _words(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea({"rows": rows, **TEXT})
    return forms.CharField(label=label, max_length=10_000, required=required, help_text=help_text, widget=widget)


def _line(label: Any, *, most: int = 200, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(TEXT)
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.required and not isinstance(field.widget, forms.CheckboxInput):
                field.optional = True  # type: ignore[attr-defined]


class GroupForm(_Form):
    revision = RevisionField()
    kind = forms.ChoiceField(
        label=_("Hva slags gruppe er det?"), choices=[("", _("Velg")), *Group.Kind.choices], widget=forms.Select(TEXT)
    )
    name = _line(_("Hva heter gruppen?"))
    mandate = _words(_("Mandat"), help_text=_("Hva gruppen skal gjøre, for hvem, og hvor lenge."))
    goals = _words(_("Mål"), help_text=_("Hva skal være annerledes når gruppen har gjort jobben sin?"))
    recipient = forms.ModelChoiceField(
        label=_("Får gruppen penger, hvilket nettverk er den da?"),
        help_text=_("Da går tilsagn, utbetaling og rapport gjennom det. Tomt når den ikke får penger."),
        queryset=Network.objects.none(),
        required=False,
        empty_label=_("Gruppen får ikke egne penger"),
        widget=forms.Select(TEXT),
    )

    plan = forms.ModelChoiceField(
        label=_("Styrer gruppen etter en plan?"),
        help_text=_("Da har gruppens side en lenke til planen, for dem som kan lese den."),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("Nei"),
        widget=forms.Select(TEXT),
    )

    def __init__(
        self, *args: Any, county: Any, plans: QuerySet[Plan], keeps: Plan | None = None, **kwargs: Any
    ) -> None:
        """`keeps` is the plan it has already. Whoever may not read that one can't change it, nor learn which it is."""
        super().__init__(*args, **kwargs)
        networks = Network.objects.filter(county=county).order_by("sort_key")
        self.fields["recipient"].queryset = networks  # type: ignore[attr-defined]
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ModelChoiceField)
        plan.queryset, plan.label_from_instance = plans, _named  # type: ignore[method-assign, assignment]
        self.kept = keeps if keeps and keeps not in plans else None
        if self.kept or not plans:
            del self.fields["plan"]

    def about(self) -> About:
        said = {name: each for name, each in self.cleaned_data.items() if name != "revision"}
        return About(**{"plan": self.kept, **said})

    @staticmethod
    def filled_with(group: Group) -> dict[str, Any]:
        known = ("kind", "name", "mandate", "goals", "recipient", "plan", "revision")
        return {name: getattr(group, name) for name in known}


def _named(plan: Plan) -> str:
    return f"{plan.form.title} {plan.round.year}"


class _WhoForm(_Form):
    """`people` are the roles at parties that one chooses among."""

    who = forms.ChoiceField(label=_("Hvem?"), widget=forms.Select(TEXT))

    def __init__(self, *args: Any, people: list[tuple[Party, Role]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"{party.pk}:{role.value}": (party, role) for party, role in people}
        choices = [(key, f"{party.name}, {lower_first(str(role.label))}") for key, (party, role) in self.people.items()]
        self.fields["who"].choices = [("", gettext("Velg")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Party, Role]:
        return self.people[self.cleaned_data["who"]]


class MemberForm(_WhoForm):
    leads = forms.BooleanField(label=_("Leder gruppen"), required=False, widget=forms.CheckboxInput)


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Det vi snakket om, og ble enige om"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea({"rows": 8, **TEXT}),
    )
    revision = RevisionField()

    def clean_notes(self) -> str:
        """As it was written: browsers send other line breaks than they were given."""
        return str(self.cleaned_data["notes"]).replace("\r\n", "\n")


class FollowUpForm(_WhoForm):
    text = _line(_("Hva skal gjøres?"))
    due = day_field(_("Innen"))

    def agreed(self) -> dict[str, Any]:
        """Who is to do what, by when."""
        party, role = self.chosen()
        return {"text": self.cleaned_data["text"], "due": self.cleaned_data["due"], "party": party, "role": role}


class MeetingForm(_Form, WhenForm):
    title = _line(_("Hva heter møtet?"))
    agenda = _words(_("Saksliste"))
    field_order = ("title", "day", "begins", "ends", "place", "link", "agenda")

    def called(self) -> Called:
        return Called(self.cleaned_data["title"], self.when(), self.cleaned_data["agenda"])


class ReasonForm(_Form):
    reason = _line(_("Hvorfor avlyses det?"), most=300)


class ActivityForm(_Form):
    year = forms.IntegerField(
        label=_("År"), min_value=2000, max_value=2100, widget=forms.TextInput({"inputmode": "numeric", **TEXT})
    )
    text = _line(_("Aktivitet"), most=300)
