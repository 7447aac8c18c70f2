"""The fields that questions and sections are written in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.cycle.form_shape import Translation

LONG, LINES = {"rows": 3, "cols": ""}, {"rows": 5, "cols": ""}


def line(label: Any, *, longest: int = 300, help: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help,
        max_length=longest,
        required=required,
        error_messages={"required": _("Skriv noe her.")},
    )


def area(label: Any, help: Any = "", *, longest: int = 3000, attrs: dict[str, Any] = LONG) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help, max_length=longest, required=False, widget=forms.Textarea(dict(attrs))
    )


def whole(label: Any, help: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help,
        required=False,
        min_value=0,
        max_value=10**12,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Skriv et helt tall, med bare siffer.")},
    )


class TranslatedForm(forms.Form):
    """Fields with the look of the design system. Those ending in "_nn" are the same words in nynorsk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "ds-input"

    def translation(self, *names: str) -> Translation | None:
        said = {name: self.cleaned_data[f"{name}_nn"] for name in names}
        return Translation(**said) if any(said.values()) else None
