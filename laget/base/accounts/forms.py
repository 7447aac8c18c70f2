from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.roles import Role
from laget.base.actors.models import MOST_IN_EMAIL, LanguageDecision, Party
from laget.base.ui.forms import day_field


class PlaceForm(forms.Form):
    """Which role, and where: a county has hundreds of places, so they are found by a part of the name."""

    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices, widget=forms.Select({"class": "ds-input"}))
    sok = forms.CharField(
        label=_("Hvor"),
        help_text=_("Navnet på stedet, eller en del av det. Er det få steder, kan feltet stå tomt."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "ds-input", "type": "search"}),
    )


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Navn"), max_length=200)
    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("Personen logger inn med en kode som kommer hit."),
        max_length=MOST_IN_EMAIL,
    )
    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Hvor"), queryset=Party.objects.none(), empty_label=_("Velg"),
        error_messages={"invalid_choice": _("Rollen kan ikke gis der. Velg et sted fra lista.")},
    )  # fmt: skip
    first = day_field(_("Fra og med"))
    last = day_field(_("Til og med"), required=False, help_text=_("La stå tomt når du ikke vet."))

    def __init__(self, *args: object, places: QuerySet[Party], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = places
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"


class AddressForm(forms.Form):
    """What letters to a party go by: where its post is received, and the language it has decided on.

    What the page showed comes along, hidden, so that only what is changed there is saved.
    """

    email = forms.EmailField(
        label=_("Postmottak (e-post)"),
        help_text=_("Brev om tilskudd sendes hit. Bruk en felles adresse, ikke en persons."),
        max_length=MOST_IN_EMAIL,
        required=False,
        error_messages={"invalid": _("Skriv en e-postadresse, for eksempel post@kommunen.no.")},
        widget=forms.EmailInput({"class": "ds-input"}),
        show_hidden_initial=True,
    )
    language = forms.ChoiceField(
        label=_("Målform"),
        choices=LanguageDecision.choices,
        help_text=_("Målformen mottakeren har vedtatt. Er den nøytral, brukes målformen til den som skriver."),
        widget=forms.Select({"class": "ds-input"}),
        show_hidden_initial=True,
    )


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label=_("Fil fra registeret (JSON)"),
        help_text=_("Enheter fra NBR, NSR eller NPR, slik registeret gir dem."),
        error_messages={"required": _("Velg en fil."), "empty": _("Fila er tom.")},
        widget=forms.ClearableFileInput({"class": "ds-input", "accept": ".json"}),
    )


class CountFileForm(forms.Form):
    source = forms.CharField(
        label=_("Hvor kommer tallene fra?"),
        help_text=_("For eksempel BASIL 15. desember 2024."),
        max_length=200,
        error_messages={"required": _("Skriv hvor tallene kommer fra.")},
        widget=forms.TextInput({"class": "ds-input"}),
    )
    file = forms.FileField(
        label=_("Fil med tall (CSV eller Excel)"),
        help_text=_(
            "Kolonnene organisasjonsnummer, år, gruppe, antall og status. La antall stå tomt når det er skjult."
        ),
        error_messages={"required": _("Velg en fil."), "empty": _("Fila er tom.")},
        widget=forms.ClearableFileInput({"class": "ds-input", "accept": ".csv,.xlsx"}),
    )


class MemberFileForm(forms.Form):
    file = forms.FileField(
        label=_("Fil med eiere og nettverk (CSV eller Excel)"),
        help_text=_(
            "Kolonnene organisasjonsnummer og nettverk, en linje for hvert nettverk en eier er med i. Du kan ha med "
            "kolonnen e-post, med eierens postmottak. Eiere som ikke står i fila, blir som de er."
        ),
        error_messages={"required": _("Velg en fil."), "empty": _("Fila er tom.")},
        widget=forms.ClearableFileInput({"class": "ds-input", "accept": ".csv,.xlsx"}),
    )
