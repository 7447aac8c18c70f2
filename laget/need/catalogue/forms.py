from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.base.ui.forms import RevisionField
from laget.need.catalogue.actions import Details
from laget.need.catalogue.models import Entry
from laget.need.catalogue.tags import Kind, Language, Level, TargetGroup, Theme

_TEXT = {"class": "ds-input"}


def _tags(label: Any, choices: Any, *, missing: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages={"required": missing}
    )


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label=_("Hva er det?"), choices=Kind.choices, widget=forms.Select(_TEXT))
    title = forms.CharField(label=_("Hva heter det?"), max_length=150, widget=forms.TextInput(_TEXT))
    provider = forms.CharField(label=_("Hvem står bak?"), max_length=150, widget=forms.TextInput(_TEXT))
    about = forms.CharField(
        label=_("Om tilbudet"),
        help_text=_("Kort, med egne ord: hva man lærer, hvordan, og hvor lang tid det tar."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5, **_TEXT}),
    )
    link = forms.URLField(
        label=_("Lenke"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(_TEXT),
        error_messages={"invalid": _("Lim inn hele lenken, slik den står i nettleseren.")},
    )
    themes = _tags(_("Tema"), Theme.choices, missing=_("Velg minst ett tema."))
    target_groups = _tags(_("Målgruppe"), TargetGroup.choices, missing=_("Velg hvem det er for."))
    levels = _tags(
        _("Hvor mange på en arbeidsplass er det for?"), Level.choices, missing=_("Velg alle, noen eller få.")
    )
    languages = _tags(_("Språk"), Language.choices, missing=_("Velg minst ett språk."))
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].optional = True  # type: ignore[attr-defined]

    def details(self) -> Details:
        return Details(**{name: told for name, told in self.cleaned_data.items() if name != "revision"})

    @staticmethod
    def filled_with(entry: Entry) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in EntryForm.base_fields}
