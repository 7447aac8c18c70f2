"""A question or a section as fields, and what comes of them."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laget.base.county_forms import editing
from laget.base.county_forms.editing import Options
from laget.base.county_forms.fields import LINES, TranslatedForm, area, line, whole
from laget.base.county_forms.queries import Current
from laget.base.cycle.form_checks import SCORING
from laget.base.cycle.form_shape import LISTS_OF, Question, Section, ShownIf, Translation

TYPES = (
    ("text", gettext_lazy("Kort tekst")),
    ("long_text", gettext_lazy("Lengre tekst")),
    ("number", gettext_lazy("Tall")),
    ("money", gettext_lazy("Beløp i kroner")),
    ("date", gettext_lazy("Dato")),
    ("choice", gettext_lazy("Ett valg")),
    ("several", gettext_lazy("Flere valg")),
    ("yes_no", gettext_lazy("Ja eller nei")),
    ("grid", gettext_lazy("Tabell")),
    ("matrix", gettext_lazy("Tabell med ett valg i hver rad")),
    ("file", gettext_lazy("Fil")),
)
LABELS = {**dict(TYPES), "criteria": gettext_lazy("Tekst til hvert kriterium")}
IN_A_TABLE = frozenset({"text", "number", "money", "date", "choice", "yes_no"})
_TEXTS = frozenset({"text", "long_text", "criteria"})
_NUMBERS = frozenset({"number", "money"})


class SectionForm(TranslatedForm):
    title = line(gettext_lazy("Hva heter delen?"), longest=120, required=True)
    title_nn = line(gettext_lazy("Navnet på nynorsk"), longest=120)
    help = area(gettext_lazy("Veiledning"), gettext_lazy("Står under overskriften, foran spørsmålene."))
    help_nn = area(gettext_lazy("Veiledning på nynorsk"))

    @classmethod
    def of(cls, section: Section) -> "SectionForm":
        nn = section.nn or Translation()
        return cls(initial={"title": section.title, "help": section.help, "title_nn": nn.title, "help_nn": nn.help})

    def section(self, before: Section | None, taken: list[str]) -> Section:
        key = before.key if before else editing.new_key(self.cleaned_data["title"], taken)
        nn, one = self.translation("title", "help"), before.nn.one if before and before.nn else ""
        if one:
            nn = (nn or Translation()).model_copy(update={"one": one})
        found = before or Section(key=key, title="", questions=())
        words = {"title": self.cleaned_data["title"], "help": self.cleaned_data["help"], "nn": nn}
        return found.model_copy(update=words)


class QuestionForm(TranslatedForm):
    """Everything about a question. What its type has no use for is left alone."""

    label = area(gettext_lazy("Hva vil dere spørre om?"), longest=300)
    label_nn = area(gettext_lazy("Spørsmålet på nynorsk"), longest=300)
    help = area(gettext_lazy("Veiledning"), gettext_lazy("Står foran feltet."))
    help_nn = area(gettext_lazy("Veiledning på nynorsk"))
    type = forms.ChoiceField(label=gettext_lazy("Hvordan skal det svares?"), choices=TYPES)
    required = forms.BooleanField(label=gettext_lazy("Må besvares før dokumentet kan sendes"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("Svaret kan nevne personer"),
        help_text=gettext_lazy("Da vises det ikke der alle kan lese dokumentet."),
        required=False,
    )
    options = area(gettext_lazy("Svarene en velger mellom"), gettext_lazy("Ett på hver linje."), attrs=LINES)
    options_nn = area(gettext_lazy("Svarene på nynorsk"), gettext_lazy("I samme rekkefølge."), attrs=LINES)
    rows = area(gettext_lazy("Radene i tabellen"), gettext_lazy("Én på hver linje."), attrs=LINES)
    rows_nn = area(gettext_lazy("Radene på nynorsk"), gettext_lazy("I samme rekkefølge."), attrs=LINES)
    columns = area(gettext_lazy("Kolonnene i tabellen"), gettext_lazy("Én på hver linje."), attrs=LINES)
    columns_nn = area(gettext_lazy("Kolonnene på nynorsk"), gettext_lazy("I samme rekkefølge."), attrs=LINES)
    cells = forms.ChoiceField(
        label=gettext_lazy("Hva skal stå i rutene?"),
        required=False,
        choices=(("number", gettext_lazy("Tall")), ("money", gettext_lazy("Beløp")), ("text", gettext_lazy("Tekst"))),
    )
    shortest = whole(gettext_lazy("Minst antall tegn"))
    limit = whole(gettext_lazy("Høyst antall tegn"))
    least = whole(gettext_lazy("Laveste tall"))
    most = whole(gettext_lazy("Høyeste tall"))
    after = forms.ChoiceField(label=gettext_lazy("Skal det bare vises etter et bestemt svar?"), required=False)
    answers = forms.MultipleChoiceField(
        label=gettext_lazy("Hvilket svar?"),
        help_text=gettext_lazy("Krysser du ikke av noe, holder det at det er besvart."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    over = whole(gettext_lazy("Når tallet er over"))

    def __init__(self, *args: Any, current: Current, section: Section, before: Question | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current, self.section, self.before = current, section, before
        self.is_read = bool(before) and section.path(cast("Question", before)) in current.read
        self._offer_types()
        self._offer_conditions()
        for part in ("options", "rows", "columns"):  # what the document is given isn't the county's to change
            if before and getattr(before, part).startswith("given:"):
                del self.fields[part], self.fields[f"{part}_nn"]

    @classmethod
    def of(cls, current: Current, section: Section, before: Question | None) -> "QuestionForm":
        return cls(current=current, section=section, before=before, initial=_typed(current, before) if before else {})

    @property
    def earlier(self) -> Question | None:
        """The question that is chosen to follow from, with what one can answer to it."""
        chosen = self["after"].value() if "after" in self.fields else None
        return next((question for path, question in self._before_it() if path == chosen), None)

    def clean_label(self) -> str:
        text = " ".join(self.cleaned_data["label"].split())
        if not text:
            raise forms.ValidationError(_("Skriv hva dere vil spørre om."))
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for part in LISTS_OF.get(data.get("type", ""), ()):
            if part in self.fields and len(set(_lines(data[part]))) < len(_lines(data[part])):
                self.add_error(part, _("To linjer er like. Hver må være for seg selv."))
            elif part in self.fields and not _lines(data[part]):
                self.add_error(part, _("Skriv minst én linje."))
        for low, high in (("shortest", "limit"), ("least", "most")):
            if data.get(low) is not None and data.get(high) is not None and data[low] > data[high]:
                self.add_error(high, _("Den høyeste grensen må være like høy som den laveste, eller høyere."))
        return data

    def question(self) -> Question:
        """The question as it is filled in. What isn't of its type is taken away."""
        data = self.cleaned_data
        type = data["type"]
        taken = [question.key for question in self.section.questions] + [
            question.key for section, question in self.current.form.asked() if not section.repeats
        ]
        found = self.before or Question(key=editing.new_key(data["label"], taken), type="text", label=" ")
        of_text, of_number = type in _TEXTS, type in _NUMBERS or (type == "grid" and data["cells"] != "text")
        said = {
            "type": type,
            "label": data["label"],
            "help": data["help"],
            "required": data["required"],
            "personal": data["personal"],
            "shortest": (data["shortest"] or None) if of_text else None,
            "limit": (data["limit"] or None) if of_text or (type == "grid" and not of_number) else None,
            "least": data["least"] if of_number else None,
            "most": data["most"] if of_number else None,
            "cells": data["cells"] or "number" if type == "grid" else "number",
            "shown_if": self._condition(),
            "nn": self.translation("label", "help"),
        }
        return found.model_copy(update=said)

    def lists(self) -> dict[str, Options]:
        """The lines that are written, by "options", "rows" and "columns", under the keys they had."""
        parts = [part for part in LISTS_OF.get(self.cleaned_data["type"], ()) if part in self.fields]
        return {part: editing.keyed(self._lines_of(part), self._options_now(part)) for part in parts}

    def _lines_of(self, part: str) -> list[tuple[str, str]]:
        said, nynorsk = (_lines(self.cleaned_data[name]) for name in (part, f"{part}_nn"))
        return [(label, nynorsk[n] if n < len(nynorsk) else "") for n, label in enumerate(said)]

    def _options_now(self, part: str) -> Options:
        return self.current.form.lists.get(getattr(self.before, part), ()) if self.before else ()

    def _condition(self) -> ShownIf | None:
        earlier = self.earlier
        if earlier is None:
            return None
        chosen = self.cleaned_data["answers"] if earlier.type in ("choice", "several", "yes_no") else ()
        over = self.cleaned_data["over"] if earlier.type in _NUMBERS else None
        return ShownIf.model_validate({"question": earlier.key, "is": chosen, "over": over})

    def _offer_types(self) -> None:
        field = cast("forms.ChoiceField", self.fields["type"])
        allowed = [(key, label) for key, label in TYPES if self.section.repeats != "given" or key in IN_A_TABLE]
        if self.current.kind == SCORING:
            allowed = [(key, label) for key, label in allowed if key != "file"]
        if self.before and (self.is_read or self.before.type == "criteria"):
            allowed = [(self.before.type, LABELS[self.before.type])]  # Laget reads it as it is
        field.choices = allowed

    def _offer_conditions(self) -> None:
        """The questions before it, and the answers to the one that is chosen."""
        if self.is_read or self.section.repeats == "given":
            del self.fields["after"], self.fields["answers"], self.fields["over"]
            return
        always = ("", _("Nei, det vises alltid"))
        cast("forms.ChoiceField", self.fields["after"]).choices = [
            always,
            *((path, question.label) for path, question in self._before_it()),
        ]
        earlier = self.earlier
        options = _answers_to(self.current, earlier) if earlier else []
        cast("forms.MultipleChoiceField", self.fields["answers"]).choices = options
        if not options:
            del self.fields["answers"]
        if not earlier or earlier.type not in _NUMBERS:
            del self.fields["over"]

    def _before_it(self) -> Iterator[tuple[str, Question]]:
        """What it can follow from: one answer each, in this section or in one that is asked once."""
        for section in self.current.form.sections:
            for question in section.questions:
                if section.key == self.section.key and self.before and question.key == self.before.key:
                    return
                here = not section.repeats or section.key == self.section.key
                if here and question.type not in ("matrix", "grid", "criteria", "file"):
                    yield section.path(question), question
            if section.key == self.section.key:
                return


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _answers_to(current: Current, question: Question) -> list[tuple[str, str]]:
    if question.type == "yes_no":
        return [("yes", _("Ja")), ("no", _("Nei"))]
    return [(option[0], option[1]) for option in current.form.lists.get(question.options, ())]


def _typed(current: Current, question: Question) -> dict[str, Any]:
    """A question as its fields hold it."""
    nn, lists = question.nn or Translation(), current.form.lists
    found = question.model_dump(exclude={"key", "shown_if", "nn", "options", "rows", "columns"})
    for part in ("options", "rows", "columns"):
        options = lists.get(getattr(question, part), ())
        found[part] = "\n".join(option[1] for option in options)
        found[f"{part}_nn"] = "\n".join(option[2] if len(option) > 2 else option[1] for option in options if options)
        if not any(len(option) > 2 for option in options):
            found[f"{part}_nn"] = ""
    found |= {"label_nn": nn.label, "help_nn": nn.help}
    if question.shown_if:
        section = next(s for s, q in current.form.asked() if q is question)
        found |= {
            "after": section.follows_from(question),
            "answers": question.shown_if.is_,
            "over": question.shown_if.over,
        }
    return found
