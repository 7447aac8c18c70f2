from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.base.accounts.models import Person
from laget.base.actors.models import Language
from laget.base.cycle.telling_actions import Choice
from laget.base.cycle.telling_models import DAYS_BEFORE, Wishes

HOURS = [(f"{hour:02}:00", _("klokka %(hour)02d") % {"hour": hour}) for hour in range(5, 23)]


class WishesForm(forms.Form):
    by_mail = forms.BooleanField(label=_("Send meg en melding på e-post når det er noe"), required=False)
    at = forms.ChoiceField(label=_("Tidligst"), choices=HOURS, widget=forms.Select({"class": "ds-input"}))
    days = forms.TypedMultipleChoiceField(
        label=_("Minn meg på frister og det som står i kalenderen"),
        choices=list(DAYS_BEFORE.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
    )
    notices = forms.BooleanField(label=_("Ta med varslene jeg ikke har lest"), required=False)
    weekends = forms.BooleanField(label=_("Send også i helgene"), required=False)
    language = forms.ChoiceField(
        label=_("Målform i varslene, e-posten og kalenderen"),
        help_text=_("Sidene i Laget er på bokmål."),
        choices=Language.choices,
        widget=forms.Select({"class": "ds-input"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("by_mail", "notices", "weekends"):
            self.fields[name].widget.attrs["class"] = "ds-input"

    def choice(self) -> Choice:
        """What was chosen, once it is valid."""
        given = self.cleaned_data
        return Choice(**{**given, "at": time.fromisoformat(given["at"])})


def as_chosen(wishes: Wishes, person: Person) -> dict[str, object]:
    """What the form begins with."""
    names = ("by_mail", "days", "notices", "weekends")
    return {
        **{name: getattr(wishes, name) for name in names},
        "at": f"{wishes.at:%H}:00",
        "language": person.language,
    }


class AddressForm(forms.Form):
    name = forms.CharField(
        label=_("Hvor skal den brukes?"),
        help_text=_("For eksempel Outlook på jobb, eller telefonen."),
        max_length=60,
        error_messages={"required": _("Skriv hvor du skal bruke den, så du kjenner den igjen.")},
        widget=forms.TextInput({"class": "ds-input"}),
    )
