from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import VIRKSOMHETER, Forum, Party, Seat
from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import TEXT, RevisionField, day_field, hour_field, moment_of
from laget.grant.forum.models import Holder, Matter, Meeting
from laget.grant.forum.roles import IN_THE_ROOM


class MeetingForm(forms.Form):
    revision = RevisionField()
    title = forms.CharField(
        label=_("Hva heter møtet?"),
        max_length=200,
        widget=forms.TextInput(TEXT),
        help_text=_("For eksempel vårmøte."),
        error_messages={"required": _("Skriv hva møtet heter.")},
    )
    day = day_field(_("Dag"))
    hour = hour_field(_("Klokka"))
    place = forms.CharField(
        label=_("Hvor?"),
        max_length=200,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv hvor møtet er.")},
    )

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        begins = moment_of(given["day"], given["hour"])
        return {"title": given["title"], "begins": begins, "place": given["place"]}

    @staticmethod
    def filled_with(meeting: Meeting) -> dict[str, Any]:
        begins = timezone.localtime(meeting.begins)
        known = {"title": meeting.title, "place": meeting.place, "revision": meeting.revision}
        return {**known, "day": begins.date(), "hour": begins.time()}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class MatterForm(forms.Form):
    title = forms.CharField(
        label=_("Hva er saken?"),
        max_length=200,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv hva saken er.")},
    )
    background = forms.CharField(
        label=_("Kort om saken"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3, **TEXT})
    )


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Ditt innspill"),
        help_text=_("De som er med i saken, ser det."),
        max_length=3000,
        widget=forms.Textarea({"rows": 3, **TEXT}),
        error_messages={"required": _("Skriv hva du vil si.")},
    )


class DeclareForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor?"),
        help_text=_("Bare lederen og sekretæren ser det. I protokollen står det at du meldte deg inhabil."),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor er du ikke inhabil likevel?"),
        help_text=_("Bare lederen og sekretæren ser det. I protokollen står det at du tok det tilbake."),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class RecuseForm(DeclareForm):
    holder: "forms.ModelChoiceField[Holder]" = forms.ModelChoiceField(
        label=_("Hvem?"),
        queryset=Holder.objects.none(),
        empty_label=_("Velg"),
        widget=forms.Select(TEXT),
        error_messages={"required": _("Velg hvem det gjelder."), "invalid_choice": _("Velg en som sitter i forumet.")},
    )
    field_order = ("holder", "reason")

    def __init__(self, *args: Any, holders: list[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Holder.objects.filter(pk__in=[each.pk for each in holders]).select_related("person", "party")
        self.fields["reason"].help_text = _("Bare dere og den det gjelder, ser det. Det står ikke i protokollen.")


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Hva stemmer forumet over?"),
        max_length=300,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv hva forumet stemmer over.")},
    )


class ConclusionForm(forms.Form):
    """What the forum would come to, in words."""

    revision = RevisionField()
    text = forms.CharField(
        label=_("Forslag til konklusjon"),
        help_text=_("Det forumet blir enig om, står slik i protokollen."),
        max_length=5000,
        widget=forms.Textarea({"rows": 8, **TEXT}),
        error_messages={"required": _("Skriv hva forumet kommer til.")},
    )


class ProposalForm(forms.Form):
    """The amounts on the table, each with the reason when it is lower than what is applied for."""

    revision = RevisionField()

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = matter.lines
        self.fields["revision"].initial = matter.revision
        for line in self.lines:
            amount = MoneyField(label=_("Anbefalt"), initial=line["amount"])
            amount.widget.attrs |= {"inputmode": "numeric", **TEXT}
            reason = forms.CharField(
                label=_("Hvorfor mindre?"), required=False, max_length=500, initial=line["reason"],
                widget=forms.TextInput(TEXT),
            )  # fmt: skip
            self.fields |= {f"{line['id']}-amount": amount, f"{line['id']}-reason": reason}

    def rows(self) -> list[tuple[dict[str, Any], forms.BoundField, forms.BoundField]]:
        return [(line, self[f"{line['id']}-amount"], self[f"{line['id']}-reason"]) for line in self.lines]

    def proposed(self) -> dict[str, tuple[int, str]]:
        """{id: (kroner, reason)}. The form must be valid."""
        given = self.cleaned_data
        ids = [line["id"] for line in self.lines]
        return {id: (given[f"{id}-amount"] or 0, given[f"{id}-reason"]) for id in ids}


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's can't be subscripted at run time
    def label_from_instance(self, obj: Seat) -> str:
        return f"{obj.get_side_display()}: {obj.party}"


class PlaceForm(forms.Form):
    """Someone with a role in the forum, to sit in one of its seats."""

    seat = SeatField(label=_("Sete"), queryset=Seat.objects.none(), empty_label=_("Velg"))
    place = forms.TypedChoiceField(
        label=_("Som"),
        coerce=int,
        choices=[(0, _("Medlem")), *((n, _("%(n)d. vara") % {"n": n}) for n in range(1, 5))],
    )
    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Hvem"),
        queryset=Person.objects.none(),
        empty_label=_("Velg"),
        help_text=_("De som har en rolle i forumet. Administratoren i fylket gir rollen."),
    )
    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("På vegne av"),
        queryset=Party.objects.none(),
        empty_label=_("Den som har setet"),
        required=False,
        help_text=_("En vara kan representere en annen enn medlemmet."),
    )
    first = day_field(_("Fra og med"))

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = forum
        first = kwargs.get("initial", {})["first"]
        seats = Seat.objects.at(first).filter(forum=forum).select_related("party").order_by("pk")
        seat, person, party = (self.fields[name] for name in ("seat", "person", "party"))
        assert isinstance(seat, forms.ModelChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(party, forms.ModelChoiceField)
        seat.queryset = seats
        person.queryset = Person.objects.filter(held_roles__party=forum, held_roles__role__in=IN_THE_ROOM).distinct()
        party.queryset = Party.objects.filter(county=forum.county, organisation__isnull=False).exclude(
            organisation__kind__in=VIRKSOMHETER
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"
