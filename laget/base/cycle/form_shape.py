"""The shape of the forms in a county file: what is asked in each kind of document."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from laget.rules.asking import Condition, Limits


class Part(BaseModel):
    """A piece of the file. An unknown word in it is an error, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Option = tuple[str, str]  # key and label
Translated = tuple[str, str, str]  # the same, with the label in nynorsk
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
QuestionType = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "several",
    "yes_no",
    "matrix",
    "grid",
    "criteria",
    "file",
]


class Translation(Part):
    """The same words in nynorsk. What is left out is shown in bokmål."""

    title: str = ""
    intro: str = ""
    label: str = ""
    help: str = ""
    one: str = ""


class ShownIf(Part):
    """The earlier answer that a question follows from."""

    question: Key  # of the same section, or of an earlier one that is asked once
    is_: Annotated[tuple[str, ...], Field(alias="is")] = ()  # one of these keys: "yes" and "no" of a yes_no
    over: NonNegativeInt | None = None  # a number or an amount over this

    @property
    def condition(self) -> Condition:
        return Condition(frozenset(self.is_), self.over)


class Question(Part):
    """One question of a form. `options`, `rows` and `columns` name a list, or what the document was given."""

    key: Key
    type: QuestionType
    label: str
    help: str = ""
    required: bool = False
    personal: bool = False  # the answer may name people: it isn't among what is shown to everyone
    shortest: PositiveInt | None = None  # the fewest characters
    limit: PositiveInt | None = None  # the most characters
    least: NonNegativeInt | None = None  # the lowest number
    most: NonNegativeInt | None = None  # the highest number
    options: str = ""
    rows: str = ""
    columns: str = ""
    cells: Literal["number", "money", "text"] = "number"  # of a grid
    shown_if: ShownIf | None = None
    nn: Translation | None = None

    @model_validator(mode="after")
    def _names_its_lists(self) -> Self:
        for name in LISTS_OF.get(self.type, ()):
            if not getattr(self, name):
                raise PydanticCustomError("needs_list", "needs_list", {"name": name})
        return self

    @model_validator(mode="after")
    def _limits_are_in_order(self) -> Self:
        for low, high in (("shortest", "limit"), ("least", "most")):
            lowest, highest = getattr(self, low), getattr(self, high)
            if lowest is not None and highest is not None and lowest > highest:
                raise PydanticCustomError("limits", "limits", {"low": low, "high": high})
        return self

    @property
    def may_be_empty(self) -> bool:
        """Whether its page says so. Amounts in a grid are a budget, and that is asked for before sending."""
        return not self.required and not (self.type == "grid" and self.cells == "money")

    @property
    def counts(self) -> bool:
        """Whether it is a table of numbers or amounts."""
        return self.type == "grid" and self.cells != "text"

    @property
    def limits(self) -> Limits:
        return Limits(self.shortest, self.limit, self.least, self.most)

    def lists(self) -> Iterator[str]:
        return (name for name in (self.options, self.rows, self.columns) if name)

    def in_nynorsk(self) -> "Question":
        return _said(self, self.nn, "label", "help")


LISTS_OF: Mapping[str, tuple[str, ...]] = {
    "choice": ("options",),
    "several": ("options",),
    "matrix": ("rows", "columns"),
    "grid": ("rows", "columns"),
}


class Section(Part):
    """One page of a form. One that repeats is asked once for each item, such as each tiltak."""

    key: Key
    title: str
    help: str = ""
    repeats: Literal["", "added", "given"] = ""  # items the writer adds, or items given from the start
    one: str = ""  # what one item is called: "tiltak"
    may_be_empty: bool = False  # whether the document can be sent with no item added
    nn: Translation | None = None
    questions: tuple[Question, ...]

    def in_nynorsk(self) -> "Section":
        asked = tuple(each.in_nynorsk() for each in self.questions)
        return _said(self, self.nn, "title", "help", "one").model_copy(update={"questions": asked})

    def path(self, question: Question) -> str:
        """What its answers go by: "need", or "tiltak.title" in a section that repeats."""
        return f"{self.key}.{question.key}" if self.repeats else question.key

    def follows_from(self, question: Question) -> str:
        """The path of what a question with a condition follows from: in the same section if it is there."""
        assert question.shown_if
        earlier = question.shown_if.question
        return f"{self.key}.{earlier}" if self.repeats and earlier in {q.key for q in self.questions} else earlier


class Form(Part):
    """The questions of one kind of document, in order."""

    title: str
    intro: str = ""
    nn: Translation | None = None
    lists: dict[str, tuple[Option | Translated, ...]] = Field(default_factory=dict)  # before those of the county
    sections: tuple[Section, ...]

    def asked(self) -> Iterator[tuple[Section, Question]]:
        """Every question with its section, in order."""
        return ((section, question) for section in self.sections for question in section.questions)

    def paths(self) -> set[str]:
        return {section.path(question) for section, question in self.asked()}

    def used_lists(self) -> list[str]:
        """The names of the lists that its questions choose from, but for what a document is given."""
        names = (name for _section, question in self.asked() for name in question.lists())
        return [name for name in dict.fromkeys(names) if not name.startswith("given:")]

    def holding_its_lists(self, lists: Mapping[str, tuple[Option, ...]]) -> "Form":
        """The same form with every list it uses, of its own or of the county, so that it stands by itself."""
        return self.model_copy(update={"lists": {n: self.lists.get(n) or lists[n] for n in self.used_lists()}})

    def for_everyone(self) -> "Form":
        """What of it may be shown to everyone: no question that names people, no file, and nothing that follows from
        such a one.
        """
        kept = {section.path(q) for section, q in self.asked() if not q.personal and q.type != "file"}
        for section, question in self.asked():  # what one follows from stands before it
            if question.shown_if and section.follows_from(question) not in kept:
                kept.discard(section.path(question))
        sections = (
            each.model_copy(update={"questions": tuple(q for q in each.questions if each.path(q) in kept)})
            for each in self.sections
        )
        return self.model_copy(update={"sections": tuple(each for each in sections if each.questions)})

    def in_language(self, language: str) -> "Form":
        """As those who write in "nb" or "nn" see it."""
        if language != "nn":
            return self
        sections = tuple(each.in_nynorsk() for each in self.sections)
        lists = {n: tuple((each[0], each[-1] or each[1]) for each in options) for n, options in self.lists.items()}
        return _said(self, self.nn, "title", "intro").model_copy(update={"sections": sections, "lists": lists})


P = TypeVar("P", bound=Part)


def _said(part: P, words: Translation | None, *names: str) -> P:
    """With those of the words that are translated."""
    found: dict[str, Any] = {name: getattr(words, name) for name in names if words and getattr(words, name)}
    return part.model_copy(update=found)
