from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.grant.forum.models import Meeting


class AgendaForm(forms.Form):
    """Which of the meetings that have not begun."""

    meeting: "forms.ModelChoiceField[Meeting]" = forms.ModelChoiceField(
        label=_("I hvilket møte?"),
        queryset=Meeting.objects.none(),
        empty_label=_("Velg"),
        widget=forms.Select({"class": "ds-input"}),
        error_messages={"required": _("Velg et møte."), "invalid_choice": _("Velg et møte som ikke har begynt.")},
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meetings
