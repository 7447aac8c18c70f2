from django.apps import AppConfig
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms import BaseForm, Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "laget.base.ui"
    label = "ui"

    def ready(self) -> None:
        """What every form says when nothing else is said: what to do, rather than what is wrong with it.

        And it is we who say it: a browser stops the sending with words of its own, in the language it is set to.
        """
        BaseForm.use_required_attribute = False
        Field.default_error_messages["required"] = _("Fyll ut dette feltet.")
        EmailValidator.message = _("Skriv hele e-postadressen, for eksempel post@kommunen.no.")
        MaxLengthValidator.message = _("Kort ned til %(limit_value)d tegn. Nå er det %(show_value)d.")
