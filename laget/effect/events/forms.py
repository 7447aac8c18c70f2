from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import MOST_IN_EMAIL, VIRKSOMHETER, Kind, Party, is_email
from laget.base.cycle.calendar_forms import WhenForm, fields_of
from laget.base.ui.forms import TEXT, RevisionField, day_field, meeting_link_field
from laget.effect.events.actions import Details
from laget.effect.events.models import LAYER_CHOICES, Event
from laget.effect.events.sign_up_actions import MOST_AT_ONCE, Participant

_KINDS = [(kind.value, kind.label) for kind in Kind if kind in VIRKSOMHETER]


class SignUpByForm(WhenForm):
    """When and where, and until when one signs up."""

    link = meeting_link_field(help_text=_("Bare de som er påmeldt, får den."))
    sign_up_by = day_field(_("Siste dag for påmelding"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day, last = given.get("day"), given.get("sign_up_by")
        if day and last and last > day:
            self.add_error("sign_up_by", gettext("Siste dag for påmelding kan ikke være etter arrangementet."))
        return given


class EventForm(SignUpByForm):
    kind = forms.ChoiceField(label=_("Hva er det?"), choices=Event.Kind.choices, widget=forms.Select(TEXT))
    title = forms.CharField(label=_("Hva heter arrangementet?"), max_length=200, widget=forms.TextInput(TEXT))
    about = forms.CharField(
        label=_("Om arrangementet"),
        help_text=_("Program, hvem som holder det, og hva deltakerne bør ha gjort på forhånd."),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 5, **TEXT}),
    )
    capacity = forms.IntegerField(
        label=_("Antall plasser"),
        help_text=_("Tomt når alle får plass. Er det fullt, står resten på venteliste og rykker opp av seg selv."),
        min_value=1,
        max_value=100_000,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", **TEXT}),
        error_messages={"invalid": _("Skriv et helt tall, for eksempel 120.")},
    )
    invited = forms.MultipleChoiceField(
        label=_("Hvem er invitert?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg hvem som er invitert.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Bare noen slags virksomheter?"),
        help_text=_("Ingen kryss betyr alle."),
        choices=_KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layers = forms.MultipleChoiceField(
        label=_("Bare noen målgrupper?"),
        help_text=_("Ingen kryss betyr alle."),
        choices=LAYER_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = RevisionField()
    field_order = ("kind", "title", "about", "day", "begins", "ends", "place", "link", "capacity", "sign_up_by")

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("capacity", "about"):
            self.fields[name].optional = True  # type: ignore[attr-defined]
        self.parties = {str(each.pk): each for each in parties}
        choices = [(pk, _name(each)) for pk, each in self.parties.items()]
        self.fields["invited"].choices = choices  # type: ignore[attr-defined]

    def invited_parties(self) -> list[Party]:
        return [self.parties[pk] for pk in self.cleaned_data["invited"]]

    def details(self) -> Details:
        names = ("kind", "title", "about", "capacity", "sign_up_by", "kinds", "layers")
        return Details(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def filled_with(event: Event) -> dict[str, Any]:
        names = ("kind", "title", "about", "capacity", "kinds", "layers", "revision")
        invited = [str(pk) for pk in event.invited.values_list("pk", flat=True)]
        return {**times_of(event), **{name: getattr(event, name) for name in names}, "invited": invited}


class MoveForm(SignUpByForm):
    reason = forms.CharField(
        label=_("Hvorfor flyttes det?"),
        help_text=_("De som er påmeldt, får grunnen i e-posten."),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )
    revision = RevisionField()


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor avlyses det?"),
        help_text=_("De som er påmeldt, får grunnen i e-posten."),
        max_length=500,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class _FromForm(forms.Form):
    """Where one comes from, and as what."""

    party = forms.ChoiceField(label=_("Hvor kommer de fra?"), widget=forms.Select(TEXT))
    layer = forms.ChoiceField(label=_("Målgruppe"), choices=LAYER_CHOICES, widget=forms.Select(TEXT))

    def __init__(self, *args: Any, event: Event, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [(value, label) for value, label in LAYER_CHOICES if not event.layers or value in event.layers]
        self.fields["layer"].choices = fitting  # type: ignore[attr-defined]
        self.fields["party"].choices = [(str(each.pk), _name(each)) for each in parties]  # type: ignore[attr-defined]
        if len(parties) > 1:
            self.fields["party"].choices = [("", _("Velg")), *self.fields["party"].choices]  # type: ignore[attr-defined]

    def where_from(self) -> UUID:
        return UUID(self.cleaned_data["party"])


class GroupForm(_FromForm):
    people = forms.CharField(
        label=_("Hvem kommer?"),
        help_text=_("Én på hver linje: navn, og gjerne komma og e-post. Med e-post får de billett og påminnelse."),
        max_length=60_000,
        widget=forms.Textarea({"rows": 8, **TEXT}),
        error_messages={"required": _("Skriv minst ett navn.")},
    )

    def clean_people(self) -> list[Participant]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(gettext("Meld på høyst %(n)d om gangen.") % {"n": MOST_AT_ONCE})
        return [_participant(number, line) for number, line in enumerate(lines, start=1)]


class OneselfForm(_FromForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="meg", **kwargs)
        self.fields["party"].label = _("Hvor kommer du fra?")


class WalkInForm(_FromForm):
    """Someone at the door."""

    name = forms.CharField(
        label=_("Navn"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", **TEXT}),
        error_messages={"required": _("Skriv navnet.")},
    )
    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("Hvis de vil ha spørsmålene etterpå, eller en annen på lista har samme navn."),
        max_length=MOST_IN_EMAIL,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", **TEXT}),
    )
    field_order = ("name", "party", "layer", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].optional = True  # type: ignore[attr-defined]

    def who(self) -> Participant:
        return Participant(self.cleaned_data["name"].strip(), self.cleaned_data["email"].lower())


def _participant(number: int, line: str) -> Participant:
    """ "Kari Nordmann, kari@solbakken.example", also with a semicolon or a tab, as a spreadsheet has it."""
    for mark in ("\t", ";"):
        line = line.replace(mark, ",")
    name, _comma, email = (part.strip() for part in line.partition(","))
    if not name or "@" in name:
        raise forms.ValidationError(gettext("Linje %(n)d: skriv navnet først.") % {"n": number})
    if len(name) > 200:
        raise forms.ValidationError(gettext("Linje %(n)d: navnet er for langt.") % {"n": number})
    if email and not is_email(email):
        words = gettext("Linje %(n)d: «%(email)s» er ikke en e-postadresse.")
        raise forms.ValidationError(words % {"n": number, "email": email[:80]})
    return Participant(name, email.lower())


def times_of(event: Event) -> dict[str, Any]:
    """As the fields of SignUpByForm."""
    return {**fields_of(event.when), "sign_up_by": event.sign_up_by}


def _name(party: Party) -> str:
    """As one knows it: the county as a party is everyone in it."""
    if party.pk == party.county_id:
        return gettext("Hele fylket (%(name)s)") % {"name": party.name}
    return party.name
