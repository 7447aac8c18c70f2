"""The shape of the forms in a county file: what is asked in each kind of document."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, model_validator
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """A piece of the file. An unknown word in it is an error, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Option = tuple[str, str]
QuestionType = Literal[
    "text", "long_text", "number", "money", "date", "choice", "several", "yes_no", "matrix", "grid", "criteria"
]


class Question(Part):
    """One question of a form. `options`, `rows` and `columns` name a list, or what the document was given."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: QuestionType
    label: str
    help: str = ""
    required: bool = False
    limit: PositiveInt | None = None  # the most characters
    most: NonNegativeInt | None = None  # the highest number
    options: str = ""
    rows: str = ""
    columns: str = ""
    unit: Literal["kr", ""] = ""

    @model_validator(mode="after")
    def _names_its_lists(self) -> Self:
        needed = {
            "choice": ("options",),
            "several": ("options",),
            "matrix": ("rows", "columns"),
            "grid": ("rows", "columns"),
        }
        for name in needed.get(self.type, ()):
            if not getattr(self, name):
                raise PydanticCustomError("needs_list", "needs_list", {"name": name})
        return self

    @property
    def may_be_empty(self) -> bool:
        """Whether its page says so. Amounts in a grid are a budget, and that is asked for before sending."""
        return not self.required and not (self.type == "grid" and self.unit == "kr")

    def lists(self) -> Iterator[str]:
        return (name for name in (self.options, self.rows, self.columns) if name)


class Section(Part):
    """One page of a form. One that repeats is asked once for each item, such as each tiltak."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    help: str = ""
    repeats: Literal["", "added", "given"] = ""  # items the writer adds, or items given from the start
    one: str = ""  # what one item is called: "tiltak"
    questions: tuple[Question, ...]


class Form(Part):
    """The questions of one kind of document, in order."""

    title: str
    intro: str = ""
    sections: tuple[Section, ...]

    def paths(self) -> set[str]:
        """What the answers go by: "need", or "tiltak.title" in a section that repeats."""
        return {f"{s.key}.{q.key}" if s.repeats else q.key for s in self.sections for q in s.questions}
