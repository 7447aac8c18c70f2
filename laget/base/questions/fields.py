"""Answers as form fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from laget.base.cycle.form_checks import ASKED_OF_LESS
from laget.base.questions.attached import Attached
from laget.base.questions.file_checks import ACCEPTED
from laget.base.questions.reading import HIGHEST_AMOUNT, read, read_money
from laget.base.questions.structure import Cell, Options
from laget.rules.numbers import spaced


class MoneyField(forms.Field):
    """Whole kroner."""

    def __init__(self, *, most: int = HIGHEST_AMOUNT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: str | None) -> int | None:
        return read_money(value, most=self.most) if value else None

    def prepare_value(self, value: Any) -> Any:
        """As amounts are read everywhere else: 20 600 000. What someone has typed stands as they typed it."""
        return spaced(value) if isinstance(value, int) else value


class CellField(forms.Field):
    """One thing to answer. Nothing is required while writing; what is missing is said before sending."""

    def __init__(self, cell: Cell, *, files_at: str = "") -> None:
        widget = FileWidget(files_at) if cell.kind == "file" else _widget(cell)
        help_text = cell.help
        if cell.waits:
            none_yet = _("Ingen har sendt noe hit ennå. Når noen gjør det, kan du krysse av for det her.")
            help_text = f"{help_text} {none_yet}".strip()
        super().__init__(label=cell.label, help_text=help_text, required=False, widget=widget)
        self.cell = cell
        self.widget.attrs["class"] = "ds-input"

    @property
    def optional(self) -> bool:
        """Whether the page should say that it may be left empty. Of a table it is said once, above it."""
        return self.cell.question.may_be_empty and self.cell.question.type not in ("matrix", "grid")

    @property
    def asked_when(self) -> str:
        """When it has to be answered, for the page to say, where that depends on the amount beside it."""
        section = self.cell.path.partition(".")[0]
        depends = f"{section}.{self.cell.question.key}" in ASKED_OF_LESS
        return _("når beløpet er lavere") if depends else ""

    @property
    def limit(self) -> int | None:
        """The most characters, for a counter under the field. A text of one line is seldom near it."""
        return self.cell.question.limit if self.cell.kind == "long_text" else None

    @property
    def row_label(self) -> str:
        """The row of a grid that it stands in: said once above the row, and to a screen reader at every field."""
        return self.cell.row_label if self.cell.column else ""

    @property
    def column_label(self) -> str:
        return self.cell.label.removeprefix(f"{self.cell.row_label}, ")

    def to_python(self, value: Any) -> Any:
        return read(self.cell, value)


class FileWidget(forms.Widget):
    """The file that is laid by, and a field for another. `files_at` is where it is fetched; empty in a preview."""

    template_name = "questions/file_input.html"

    def __init__(self, files_at: str) -> None:
        super().__init__()
        self.files_at = files_at

    def format_value(self, value: Any) -> Any:
        return Attached.of(value) if isinstance(value, dict) else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = super().get_context(name, value, attrs)
        return found | {"files_at": self.files_at, "accepted": ACCEPTED}


def _widget(cell: Cell) -> forms.Widget:
    match cell.kind:
        case "long_text":
            return forms.Textarea({"rows": 5, "cols": ""})
        case "number" | "money":
            return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        case "date":
            return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        case "choice" | "yes_no":
            return forms.RadioSelect(choices=(*cell.options, *_not_answered(cell)))
        case "several":
            return forms.CheckboxSelectMultiple(choices=cell.options)
    return forms.TextInput()


def _not_answered(cell: Cell) -> Options:
    """A button that is pressed stays so: this is how to take an answer back, where there need not be any."""
    return (("", _("Ikke svart")),) if cell.question.may_be_empty else ()
