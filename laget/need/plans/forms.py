from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from laget.base.actors.models import Party
from laget.base.ui.forms import TEXT, day_field


class BeginForm(forms.Form):
    """Whom to write it with."""

    partners = forms.MultipleChoiceField(
        label=_("Hvem skriver dere den sammen med?"),
        help_text=_("De ser planen og skriver i den fra første dag. Du kan la det stå tomt."),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
    )

    def __init__(self, *args: Any, partners: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partners"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.pk), each.name) for each in partners]

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["partners"]]


class AdoptForm(forms.Form):
    """Which body adopted it, and when."""

    body = forms.CharField(
        label=_("Hvem vedtok planen?"),
        help_text=_("For eksempel kommunestyret, styringsgruppa eller samarbeidsforum."),
        max_length=120,
        widget=forms.TextInput(TEXT),
    )
    decided_on = day_field(_("Når ble den vedtatt?"))
    reference = forms.CharField(label=_("Saksnummer"), max_length=120, required=False, widget=forms.TextInput(TEXT))
    link = forms.URLField(
        label=_("Lenke til vedtaket"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(TEXT),
        error_messages={"invalid": _("Lim inn hele lenken, slik den står i nettleseren.")},
    )

    public = forms.BooleanField(
        label=_("Alle kan lese planen"),
        help_text=_(
            "Kryss av når den er vedtatt som offentlig. Svarene om hvem som har roller og ansvar, vises ikke, og ikke "
            "filer. Se til at planen ellers ikke nevner noen ved navn."
        ),
        required=False,
    )

    def __init__(self, *args: Any, today: date, may_be_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not may_be_public:
            del self.fields["public"]
        for name in ("reference", "link"):
            self.fields[name].optional = True  # type: ignore[attr-defined]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_now("Dagen har ikke vært ennå. Før inn vedtaket når det er fattet."))
        return day
