from django import forms
from django.utils.translation import gettext_lazy as _

from laget.effect.search.models import SavedSearch


class SaveForm(forms.Form):
    name = forms.CharField(
        label=_("Hva vil du kalle søket?"),
        max_length=SavedSearch._meta.get_field("name").max_length,  # noqa: SLF001 -- Django documents it
        widget=forms.TextInput({"class": "ds-input"}),
        error_messages={"required": _("Gi søket et navn, så du finner det igjen.")},
    )
