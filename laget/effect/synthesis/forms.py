import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.ui.forms import TEXT, RevisionField
from laget.effect.synthesis.queries import FILTERS, Choices
from laget.rules.words import plain

SELECT = {"class": "ds-input"}
LONGEST_QUOTATION = 600
MOST_THEMES, MOST_WORDS = 60, 40


class FilterForm(forms.Form):
    """What narrows the selection, as the address says. What isn't on the list counts as nothing chosen."""

    def __init__(self, data: Mapping[str, Any], *, choices: Choices) -> None:
        super().__init__(data)
        lists = (choices.years, choices.ordninger, choices.networks, choices.owner_kinds, choices.owners)
        labels = (_("År"), _("Ordning"), _("Nettverk"), _("Hva slags eier"), _("Kommune eller annen eier"))
        for name, label, each in zip(FILTERS, labels, lists, strict=True):
            if len(each) > 1 or data.get(name):
                field = forms.ChoiceField(
                    label=label, required=False, choices=[("", _("Alle")), *each], widget=forms.Select(SELECT)
                )
                self.fields[name] = field

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TitleForm(forms.Form):
    revision = RevisionField()
    title = forms.CharField(
        label=gettext_lazy("Hva skal den hete?"),
        max_length=120,
        widget=forms.TextInput(TEXT),
        error_messages={"required": gettext_lazy("Gi oppsummeringen et navn.")},
    )


class PassageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Det dere vil si om dette"),
        help_text=gettext_lazy("Skriv det tallene ikke kan si. Ikke skriv navn på barn, foreldre eller ansatte."),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"class": "ds-input", "rows": 8}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].optional = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"]).strip()

    def clean_opened(self) -> str:
        return plain(self.cleaned_data["opened"]).strip()


class ThemesForm(forms.Form):
    revision = RevisionField()
    themes = forms.CharField(
        label=gettext_lazy("Temaer og ord"),
        help_text=gettext_lazy(
            "Ett tema på hver linje: navnet, kolon, og begynnelsen på ordene med komma mellom. For eksempel: "
            "Autisme: autis, asperger"
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"class": "ds-input", "rows": 22, "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["themes"].optional = True  # type: ignore[attr-defined]

    def clean_themes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, line in enumerate(plain(self.cleaned_data["themes"]).split("\n"), start=1):
            if not line.strip():
                continue
            name, colon, words = line.partition(":")
            listed = list(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
            if not (name.strip() and colon and listed):
                raise forms.ValidationError(
                    _("Linje %(n)d må være et tema, kolon og minst ett ord: «%(line)s».")
                    % {"n": number, "line": line.strip()[:60]}
                )
            if name.strip() in found:
                raise forms.ValidationError(
                    _("«%(name)s» står to ganger. Samle ordene på én linje.") % {"name": name.strip()}
                )
            found[name.strip()[:80]] = [word[:60] for word in listed[:MOST_WORDS]]
        if len(found) > MOST_THEMES:
            raise forms.ValidationError(_("Det er plass til %(n)d temaer.") % {"n": MOST_THEMES})
        return found


class QuoteForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST_QUOTATION,
        error_messages={
            "required": gettext_lazy("Sitatet er tomt."),
            "max_length": gettext_lazy("Sitatet er for langt. Det er plass til 600 tegn. Ta bort noe foran eller bak."),
        },
    )
    question = forms.CharField(max_length=120)
    version = forms.IntegerField()

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"]).strip()


def themes_as_text(themes: Iterable[tuple[str, Sequence[str]]]) -> str:
    return "\n".join(f"{name}: {', '.join(words)}" for name, words in themes)


def left_out(posted: QueryDict) -> list[uuid.UUID]:
    """Those that stood on the page and weren't ticked, and those of the pages before. One that came after the page was
    opened is thus in it.
    """
    ticked = set(posted.getlist("chosen"))
    asked = [*posted.get("left_out", "").split(), *posted.getlist("shown")]
    return [pk for each in asked if each not in ticked and (pk := _uuid(each))]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
