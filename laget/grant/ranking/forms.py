from math import gcd, lcm
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.actor import Actor
from laget.base.accounts.models import Person
from laget.base.cycle.models import Round
from laget.base.cycle.money_shape import RankingRules
from laget.base.ui.forms import RevisionField
from laget.grant.ranking.queries import may_be_lifted

_TEXT = {"class": "ds-input"}


class GroupForm(forms.Form):
    name = forms.CharField(
        label=_("Hva heter gruppa?"),
        help_text=_("For eksempel Barnehage, eller Gruppe 1."),
        max_length=100,
        widget=forms.TextInput(_TEXT),
        error_messages={"required": _("Skriv hva gruppa heter.")},
    )


class MemberForm(forms.Form):
    """Someone in the county by name or e-mail: there may be thousands, too many to choose from."""

    person = forms.CharField(error_messages={"required": _("Skriv hvem som skal være med.")})

    def __init__(self, *args: Any, among: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among

    def clean_person(self) -> Person:
        said: str = self.cleaned_data["person"]
        found = list(self.among.filter(Q(email__iexact=said) | Q(name__iexact=said))[:2])
        if not found:
            raise forms.ValidationError(
                _("Fant ingen i fylket som heter det. Skriv hele navnet, eller e-postadressen.")
            )
        if len(found) > 1:
            raise forms.ValidationError(_("Flere i fylket heter det. Skriv e-postadressen i stedet."))
        return found[0]


class DeclareForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor?"),
        help_text=_("Bare lederen og sekretæren ser det."),
        max_length=500,
        widget=forms.TextInput(_TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor er du ikke inhabil likevel?"),
        help_text=_("Bare lederen og sekretæren ser det. I rangeringen står det at du tok det tilbake."),
        max_length=500,
        widget=forms.TextInput(_TEXT),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class ReasonForm(forms.Form):
    """Why an application is put elsewhere than where the score puts it."""

    reason = forms.CharField(
        label=_("Hvorfor skal den stå der?"),
        help_text=_("Begrunnelsen følger søknaden, og står i rangeringen."),
        max_length=500,
        widget=forms.TextInput({**_TEXT, "autofocus": True}),
        error_messages={"required": _("Skriv hvorfor.")},
    )


class MoveForm(forms.Form):
    """Which place, and where to: typed, or the one above or below by a button."""

    number = forms.IntegerField(label=_("Søknaden på plass"))
    to = forms.IntegerField(label=_("Flyttes til plass"))
    revision = RevisionField()


class PointsForm(forms.Form):
    """Points and a note on each criterion. What is missing is said by the act."""

    def __init__(self, *args: Any, rules: RankingRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        scale = [(str(n), str(n)) for n in range(rules.lowest, rules.highest + 1)]
        for each in rules.criteria:
            points = forms.TypedChoiceField(
                label=each.title,
                help_text=" ".join(filter(None, (each.text, counts_for(rules, each.key)))),
                coerce=int,
                empty_value=None,
                required=False,
                choices=scale,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Velg et av tallene på skalaen.")},
            )
            note = forms.CharField(
                label=_("Kort hvorfor, %(title)s") % {"title": each.title.lower()},
                required=False,
                max_length=1000,
                widget=forms.Textarea({"rows": 2, **_TEXT}),
            )
            self.fields |= {f"{each.key}-points": points, f"{each.key}-note": note}

    def parts(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        keys = [(each.key, each.title) for each in self.rules.criteria]
        return [(title, self[f"{key}-points"], self[f"{key}-note"]) for key, title in keys]

    def given(self) -> dict[str, tuple[int | None, str]]:
        """What can be read of it, by criterion."""
        known = self.cleaned_data
        keys = [each.key for each in self.rules.criteria]
        return {key: (known.get(f"{key}-points"), known.get(f"{key}-note", "")) for key in keys}


def counts_for(rules: RankingRules, key: str) -> str:
    """How much a criterion counts, in whole parts of all of them. Nothing where all count the same."""
    common = lcm(*(each.denominator for each in rules.weights.values()))
    parts = {criterion: int(weight * common) for criterion, weight in rules.weights.items()}
    if len(set(parts.values())) == 1:
        return ""
    shared = gcd(*parts.values())
    words = {"part": parts[key] // shared, "whole": sum(parts.values()) // shared}
    return gettext("Teller %(part)d av %(whole)d.") % words


def lift_forms(actor: Actor, round: Round) -> dict[UUID, tuple[str, LiftForm]]:
    """For each application that this person may take a declaration back in: its title, and a form with its own ids."""
    return {
        each.application_id: (
            each.application.tiltak.title,
            LiftForm(prefix="tilbake", auto_id=f"id_%s_{each.pk}"),
        )
        for each in may_be_lifted(actor, round)
    }
