"""What an event takes of each award that may pay for it, year by year."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.base.questions.fields import MoneyField
from laget.base.ui.forms import RevisionField
from laget.effect.events.models import Funding
from laget.effect.events.money_actions import Share
from laget.grant.ledger.models import Award
from laget.rules.ledger import Balance
from laget.rules.numbers import kr

_AMOUNT = {"class": "ds-input", "inputmode": "numeric", "autocomplete": "off"}


class FundingForm(forms.Form):
    """Two fields for every year of every award: what is set aside for the event, and what it has cost so far."""

    revision = RevisionField()

    def __init__(
        self,
        *args: Any,
        awards: Sequence[Award],
        balances: Mapping[tuple[Hashable, int], Balance],
        funding: Sequence[Funding],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {(each.award_id, each.year): each for each in funding}
        years = {(award, year) for award, year in balances}
        self.lines = [
            (award, year, balances[award.pk, year])
            for award in awards
            for year in sorted(year for pk, year in years if pk == award.pk)
            if balances[award.pk, year].right or (award.pk, year) in known
        ]
        for award, year, balance in self.lines:
            row = f"{award.full_name}, {award.recipient.name}, {year}"
            share = known.get((award.pk, year))
            right = _("Av %(right)s.") % {"right": kr(balance.right)}
            self._add(
                _key("planned", award, year),
                _("%(row)s: satt av") % {"row": row},
                share.planned if share else None,
                right,
            )
            self._add(
                _key("spent", award, year), _("%(row)s: brukt så langt") % {"row": row}, share.spent if share else None
            )

    def shares(self) -> list[Share]:
        given = self.cleaned_data
        return [
            Share(
                award.pk,
                year,
                given.get(_key("planned", award, year)) or 0,
                given.get(_key("spent", award, year)) or 0,
            )
            for award, year, _balance in self.lines
        ]

    def _add(self, name: str, label: str, initial: int | None, help_text: str = "") -> None:
        widget = forms.TextInput(_AMOUNT)
        self.fields[name] = MoneyField(
            label=label, required=False, initial=initial or None, widget=widget, help_text=help_text
        )


def _key(name: str, award: Award, year: int) -> str:
    return f"{name}-{award.pk}-{year}"
