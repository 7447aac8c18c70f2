from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laget.base.ui.numbers import whole_number
from laget.rules.dates import YEARS

TEXT = {"class": "ds-input"}


class DesignRenderer(TemplatesSetting):
    """Every form field as a field of the design system."""

    field_template_name = "ui/field.html"


class LongText(forms.Textarea):
    """Text over several lines. What is pasted in is never cut off: that it is too long, is said when it is sent."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


def in_our_time(day: date) -> None:
    """Raises ValidationError for a year that nobody means."""
    if day.year not in YEARS:
        raise ValidationError(_("Året %(year)s kan ikke stemme. Sjekk året."), params={"year": day.year})


def refuse_days_over(form: forms.BaseForm, *, today: date) -> None:
    """Let what is planned in the form's `day` be today at the earliest."""

    def is_over(day: date) -> None:
        if day.year in YEARS and day < today:
            raise ValidationError(_("Den dagen er over. Velg i dag eller en senere dag."))

    form.fields["day"].validators.append(is_over)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date", **TEXT}, format="%Y-%m-%d")
    words = {"required": _("Velg en dag."), "invalid": _("Skriv en dato, for eksempel 12.03.2025.")}
    return forms.DateField(label=label, widget=widget, error_messages=words, validators=[in_our_time], **kwargs)


class RevisionField(forms.Field):
    """The revision that the page shows, hidden in its form: what is written upon another is refused. 0 for none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=0)

    def to_python(self, value: Any) -> int:
        return whole_number(str(value), 0)


def hour_field(label: Any, **kwargs: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time", **TEXT}, format="%H:%M")
    words = {"required": _("Skriv klokkeslettet."), "invalid": _("Skriv klokkeslettet, for eksempel 10:00.")}
    return forms.TimeField(label=label, widget=widget, **{"error_messages": words, **kwargs})


def meeting_link_field(**kwargs: Any) -> forms.URLField:
    return forms.URLField(
        label=_("Lenke, når man er med på nett"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(TEXT),
        error_messages={"invalid": _("Lim inn hele lenken, slik den står i nettleseren.")},
        **kwargs,
    )


def moment_of(day: date, hour: time) -> datetime:
    """Where the county is."""
    return timezone.make_aware(datetime.combine(day, hour))
