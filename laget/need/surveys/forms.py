from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laget.base.actors.files import BadFile, content_of
from laget.base.actors.models import Organisation, Party, is_email
from laget.base.ui.forms import RevisionField, day_field
from laget.need.surveys import local_questions, numbers
from laget.need.surveys.actions import USUAL_K, Asked
from laget.need.surveys.models import StoredInstrument, Survey
from laget.need.surveys.numbers import Row, Typed
from laget.need.surveys.states import State

MOST_K = 100
MOST_MORE = 10  # codes at a time


class PlanForm(forms.Form):
    """A survey to be planned, with the table of how many are asked in each unit."""

    title = forms.CharField(
        label=_("Hva skal kartleggingen hete?"), max_length=200, error_messages={"required": _("Skriv et navn.")}
    )
    purpose = forms.CharField(
        label=_("Hva skal svarene brukes til?"),
        help_text=_("De som svarer, leser dette først."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Skriv hva svarene skal brukes til.")},
    )
    opens = day_field(_("Åpner"))
    closes = day_field(_("Siste dag for å svare"))
    by_link = forms.ChoiceField(
        label=_("Hvordan skal de svare?"),
        choices=[
            ("code", _("Hver med sin egen kode. Da kan hver svare én gang, og de kan få påminnelse på e-post.")),
            ("link", _("Med én lenke for hele enheten, for eksempel på en skjerm. Da kan noen svare to ganger.")),
        ],
        widget=forms.RadioSelect({"class": "ds-input"}),
    )
    k = forms.IntegerField(
        label=_("Minste gruppe som vises"),
        help_text=_("Ingen får se et resultat fra færre enn så mange."),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    previous: "forms.ModelChoiceField[Survey]" = forms.ModelChoiceField(
        label=_("Måle endring siden"), queryset=Survey.objects.none(), required=False, empty_label=_("Ingen")
    )
    baseline = forms.BooleanField(
        label=_("Dette er nullpunktet, som senere kartlegginger skal måles mot"),
        required=False,
        widget=forms.CheckboxInput({"class": "ds-input"}),
    )
    revision = RevisionField()  # of the plan that is changed
    file = forms.FileField(
        label=_("Fil med antall (CSV eller Excel)"),
        required=False,
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("Fila er tom.")},
    )

    def __init__(
        self,
        *args: Any,
        stored: StoredInstrument,
        asker: Party,
        units: list[Organisation],
        usual: Typed,
        wide: bool,
        changing: UUID | None = None,  # the survey whose plan it is
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stored, self.units, self.wide = stored, units, wide
        self.instrument = stored.instrument
        self.layers = numbers.layers_asked(self.instrument)
        self.numbers = numbers.typed_in(self.data, units, self.layers) if self.is_bound else usual
        self.has_read_file = False
        least = self.instrument.k or 3
        k = self.fields["k"]
        assert isinstance(k, forms.IntegerField)
        k.validators = [partial(_between, least, MOST_K)]
        k.error_messages = dict.fromkeys(("required", "invalid"), _told_between(least, MOST_K))
        previous = self.fields["previous"]
        assert isinstance(previous, forms.ModelChoiceField)
        waves = Survey.objects.filter(party=asker, stored__key=stored.key)
        counted = Q(state=State.FROZEN)
        previous.queryset = waves.filter(counted | Q(next=changing) if changing else counted)
        if wide:
            self.fields.update(local_questions.fields_for(self.instrument))
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")
            setattr(field, "optional", not field.required and not isinstance(field, forms.BooleanField))  # noqa: B010

    @property
    def local(self) -> list[list[forms.BoundField]]:
        """The fields of each question of the county's own."""
        numbered = local_questions.NUMBERS if self.wide else ()
        return [[self[name] for name in local_questions.names_of(number, self.instrument)] for number in numbered]

    @property
    def rows(self) -> list[Row]:
        return numbers.table(self.numbers, self.units, self.layers, checked=self.is_bound)

    @property
    def layer_names(self) -> list[str]:
        return numbers.names_of(self.layers)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._read_file()
        wrong = [row.unit.name for row in self.rows for cell in row.cells if cell.problem]
        if wrong:
            names = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
            raise ValidationError(_("Rett antallet for: %(names)s."), params={"names": names})
        for name in local_questions.lacking_bokmal(found, self.instrument):
            self.add_error(name, _("Skriv spørsmålet på bokmål også."))
        return found

    def _read_file(self) -> None:
        """The numbers of a file go into the table, to be looked over before anything is planned."""
        file = self.files.get("file")
        if not file:
            if "read" in self.data:
                self.add_error("file", _("Velg en fil først."))
            return
        try:
            read = numbers.read_file(content_of(file), name=file.name or "", units=self.units, layers=self.layers)
        except BadFile as bad:
            self.add_error("file", [str(fault) for fault in bad.faults[:20]])
            return
        self.numbers |= read
        self.has_read_file = True

    def asked(self) -> Iterator[Asked]:
        return numbers.asked(self.numbers, self.units, by_link=self.cleaned_data["by_link"] == "link")

    def local_items(self) -> Iterator[Mapping[str, object]]:
        return local_questions.items_in(self.cleaned_data, self.instrument)


def _between(least: int, most: int, value: int) -> None:
    if not least <= value <= most:
        raise ValidationError(_told_between(least, most))


def _told_between(least: int, most: int) -> str:
    return _("Skriv et tall fra %(least)d til %(most)d.") % {"least": least, "most": most}


def usual_plan(stored: StoredInstrument, *, day: Any) -> dict[str, Any]:
    """What most would write: the instrument's own name and purpose, open from next week, for a fortnight."""
    instrument = stored.instrument
    return {
        "title": f"{instrument.title['nb']} {day.year}",
        "purpose": instrument.purpose["nb"],
        "opens": day + timedelta(days=7),
        "closes": day + timedelta(days=21),
        "k": instrument.k or USUAL_K,
        "by_link": "code",
    }


def plan_as_it_is(survey: Survey) -> dict[str, Any]:
    """A plan that is there, to be changed."""
    names = ("title", "purpose", "opens", "closes", "k", "baseline", "previous", "revision")
    by_link = survey.units.exclude(open_link="").exists()
    known = {name: getattr(survey, name) for name in names}
    return known | {"by_link": "link" if by_link else "code"} | local_questions.as_typed(survey.local_items)


class MoreCodesForm(forms.Form):
    """A few more codes, for those who lack one."""

    more_layer = forms.ChoiceField(
        label=_("Hvem er de til?"),
        widget=forms.RadioSelect({"class": "ds-input"}),
        error_messages={"required": _("Velg hvem kodene er til.")},
    )
    number = forms.IntegerField(
        label=_("Hvor mange?"),
        min_value=1,
        max_value=MOST_MORE,
        initial=1,
        widget=forms.TextInput({"class": "ds-input", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _told_between(1, MOST_MORE)),
    )

    def __init__(self, *args: Any, layers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layer = self.fields["more_layer"]
        assert isinstance(layer, forms.ChoiceField)
        layer.choices = layers
        if len(layers) == 1:
            layer.initial = layers[0][0]


class AddressForm(forms.Form):
    """Addresses pasted by the leader, one on each line."""

    layer = forms.ChoiceField(
        label=_("Hvem er de?"),
        widget=forms.RadioSelect({"class": "ds-input"}),
        error_messages={"required": _("Velg hvem de er.")},
    )
    emails = forms.CharField(
        label=_("E-postadresser, én på hver linje"),
        widget=forms.Textarea({"class": "ds-input", "rows": 6}),
        error_messages={"required": _("Lim inn minst én adresse.")},
        max_length=100_000,
    )

    def __init__(self, *args: Any, layers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layer = self.fields["layer"]
        assert isinstance(layer, forms.ChoiceField)
        layer.choices = layers
        if len(layers) == 1:
            layer.initial = layers[0][0]

    def clean_emails(self) -> list[str]:
        lines = [line.strip().strip(",;") for line in self.cleaned_data["emails"].splitlines()]
        problems = []
        for number, line in enumerate(lines, start=1):
            if line and not is_email(line):
                problems.append(
                    _("Linje %(n)d: «%(line)s» er ikke en e-postadresse.") % {"n": number, "line": line[:80]}
                )
        if problems:
            raise ValidationError(problems[:20])
        return [line for line in lines if line]
