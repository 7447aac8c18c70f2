import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import LongText
from laget.grant.changes.actions import WHOLE, Target
from laget.grant.changes.models import Change
from laget.grant.changes.permissions import kinds_for
from laget.grant.changes.queries import others_of
from laget.grant.ledger.models import Award
from laget.rules.ledger import Balance

_NEW = "new"


class ChangeForm(forms.Form):
    """What is to be decided about an award's money in one year, and why."""

    kind = forms.ChoiceField(
        label=_("Hva skal skje?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som skal skje.")},
    )
    amount = MoneyField(
        label=_("Hvor mye?"),
        widget=forms.TextInput({"class": "ds-input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Skriv hvor mange kroner det gjelder.")},
    )
    reason = forms.CharField(
        label=_("Hvorfor?"),
        help_text=_("Begrunnelsen står i vedtaket, og mottakeren ser den."),
        max_length=3000,
        widget=LongText({"class": "ds-input", "rows": 5}),
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        award: Award,
        year: int,
        balance: Balance,
        withheld: bool,
        today: date,
        proposed: Mapping[str, str],
    ) -> None:
        """`proposed` is what the page that leads here has filled in: kind, amount, reason."""
        kinds = kinds_for(balance, withheld=withheld)
        initial = {"kind": kinds[0]} if len(kinds) == 1 else {"amount": balance.left if balance.is_reported else None}
        filled_in: dict[str, Any] = {name: proposed[name] for name in ("kind", "reason") if proposed.get(name)}
        if re.fullmatch(r"[0-9]{1,12}", proposed.get("amount", "")):
            filled_in["amount"] = int(proposed["amount"])
        super().__init__(data, initial=initial | filled_in)
        # While the year runs, what is freed in it is used in it.
        self.next_year = year if not balance.is_reported and today.year <= year else year + 1
        self.others = {str(each.pk): each for each in others_of(award)}
        self.fields["kind"].choices = [(kind.value, kind.proposal) for kind in kinds]  # type: ignore[attr-defined]
        if Change.Kind.REPURPOSE in kinds:
            self._ask_where()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == Change.Kind.REPURPOSE:
            if not cleaned.get("to"):
                self.add_error("to", gettext("Velg hva pengene skal gå til."))
            elif cleaned["to"] == _NEW and not cleaned.get("to_name"):
                self.add_error("to_name", gettext("Skriv hva pengene skal gå til."))
        if cleaned.get("kind") in WHOLE:
            self.errors.pop("amount", None)
            cleaned["amount"] = 0
        elif cleaned.get("amount") == 0:
            self.add_error("amount", gettext("Beløpet må være over 0 kr."))
        return cleaned

    def target(self) -> Target | None:
        """Where the money goes, when it is used for something else. The form must be valid."""
        cleaned = self.cleaned_data
        if cleaned["kind"] != Change.Kind.REPURPOSE:
            return None
        award = self.others.get(cleaned["to"])
        return Target(award, self.next_year, "" if award else cleaned["to_name"])

    def _ask_where(self) -> None:
        others = [(pk, f"{each.full_name} ({each.given_in.year})") for pk, each in self.others.items()]
        self.fields["to"] = forms.ChoiceField(
            label=_("Til hva? (når det skal brukes til noe annet)"),
            choices=[("", _("Velg")), *others, (_NEW, _("Noe som ikke står her"))],
            required=False,
            widget=forms.Select({"class": "ds-input"}),
        )
        self.fields["to_name"] = forms.CharField(
            label=_("Hva heter det, når det ikke står i lista?"),
            max_length=200,
            required=False,
            widget=forms.TextInput({"class": "ds-input"}),
        )
        self.order_fields(["kind", "amount", "to", "to_name", "reason"])
