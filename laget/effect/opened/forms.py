from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.base.ui.forms import TEXT, day_field
from laget.effect.opened.actions import Wanted
from laget.effect.opened.datasets import Chosen
from laget.effect.opened.models import Scope
from laget.effect.opened.permissions import KEEPERS

LONGEST = timedelta(days=366)
NOT_HERE = _("Fylke eller år i adressen finnes ikke. Skriv for eksempel ?fylke=trondelag&aar=2025.")


class NarrowingForm(forms.Form):
    """What an address narrows down by. What it can't be is said, and never guessed."""

    fylke = forms.SlugField(required=False, max_length=50)
    aar = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    sok = forms.CharField(required=False, max_length=100)

    def clean_fylke(self) -> str:
        slug: str = self.cleaned_data["fylke"]
        if slug and not County.objects.filter(slug=slug).exists():
            raise forms.ValidationError(slug)
        return slug

    def chosen(self) -> Chosen:
        return Chosen(county=self.cleaned_data["fylke"], year=self.cleaned_data["aar"])


class TokenForm(forms.Form):
    """A key for a program, for one of the roles that one holds."""

    name = forms.CharField(
        label=_("Hva skal nøkkelen brukes til?"),
        help_text=_("For eksempel statistikken i kommunens datavarehus. Ikke skriv navn på personer."),
        max_length=60,
        error_messages={"required": _("Skriv hva den skal brukes til, så dere kjenner den igjen.")},
        widget=forms.TextInput(TEXT),
    )
    holding = forms.ChoiceField(
        label=_("Hvem skal den lese for?"),
        help_text=_("Nøkkelen ser det samme som denne rollen."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvem den skal lese for."),
            "invalid_choice": _("Velg en av rollene du har."),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("Hva skal den kunne lese?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
        error_messages={"required": _("Velg minst én ting.")},
    )
    last = day_field(_("Siste dag den virker"), help_text=_("Høyst ett år fram."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = actor.day
        held = [each for each in actor.holdings if each.role in KEEPERS]
        choices = [(f"{each.role}:{each.party}", f"{each.role.label}, {each.party_name}") for each in held]
        self.fields["holding"].choices = choices  # type: ignore[attr-defined]

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if not self.day <= last <= self.day + LONGEST:
            raise forms.ValidationError(gettext("Velg en dag fra i dag og høyst ett år fram."))
        return last

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        role, party = given["holding"].split(":")
        scopes = [Scope(each) for each in given["scopes"]]
        return Wanted(given["name"], Role(role), UUID(party), scopes, given["last"])
