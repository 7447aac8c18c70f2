from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laget.effect.delivery.forms import choice_field, line_field, words_field
from laget.effect.delivery.library import ways
from laget.effect.delivery.models import Development
from laget.need.surveys.models import ReleasedGroup


class BeginForm(forms.Form):
    title = line_field(_("Hva vil dere utvikle?"), _("Kort, så alle kjenner det igjen."))
    way = choice_field(_("Hvilken modell går dere etter?"), (), help_text=_("Velg den dere har god erfaring med."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way.key, way.title) for way in ways().values()]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = words_field(_("Notat"), _("Skriv ikke navn på barn, foreldre eller ansatte."), rows=5, required=True)


class MoveForm(forms.Form):
    """To any phase but the one they are in."""

    phase = choice_field(_("Hvilken fase?"), ())
    why = words_field(_("Hvorfor?"), _("Må skrives når dere går tilbake."), rows=2)

    def __init__(self, *args: Any, development: Development, **kwargs: Any) -> None:
        phases = list(enumerate(development.way.phases, 1))
        after = next((each.key for n, each in phases if n == development.number + 1), None)
        super().__init__(*args, **kwargs)
        self.initial["phase"] = after
        others = [(each.key, f"{n}. {each.title}") for n, each in phases if each.key != development.phase]
        self.fields["phase"].choices = others  # type: ignore[attr-defined]


class ModelForm(forms.Form):
    way = choice_field(_("Modell"), ())
    why = words_field(_("Hvorfor velger dere den?"), rows=2)

    def __init__(self, *args: Any, development: Development, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(way.key, way.title) for way in ways().values() if way.key != development.way.key]
        self.fields["way"].choices = others  # type: ignore[attr-defined]


class GroundForm(forms.Form):
    group = choice_field(_("Resultat fra kartlegging"), ())

    def __init__(self, *args: Any, groups: list[ReleasedGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.pk), f"{each.release.survey}: {each.name}") for each in groups]
        self.fields["group"].choices = named  # type: ignore[attr-defined]
