"""The pages that people answer on. The questions are rendered once for each instrument, layer and language."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from laget.need.surveys.answer_texts import OWN_NAMES, day_in, said, texts_in
from laget.need.surveys.instrument_file import Instrument, Item, Layer, layer_name, text
from laget.need.surveys.models import Survey
from laget.need.surveys.respondents import Respondent
from laget.need.surveys.translations import in_full, in_part

PREFIX = "q."  # of the fields that hold answers
MOST_KEPT = 200  # rendered sets of questions, some 30 kB each

Typed = Mapping[str, Sequence[str]]  # by item, as posted


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: with one item, or with the whole when there is none. The key is of a text in answer_texts."""

    text: str
    item: str = ""


def page(name: str, language: str, *, languages: Iterable[str] = OWN_NAMES, **context: Any) -> str:
    """A page with no request behind it: nothing on it is about whoever looks at it."""
    along = {"language": language, "languages": {each: OWN_NAMES[each] for each in languages}, "t": texts_in(language)}
    return render_to_string(f"surveys/{name}.html", {**along, **context})


def answer_page(
    who: Respondent, language: str, *, ballot: UUID, link: str, typed: Typed, problem: Problem | None
) -> str:
    """The whole survey on one page, with what has been filled in so far."""
    survey, instrument = who.survey, who.survey.instrument
    filled = bool(typed or problem)
    blank = _blank(survey, who.layer, language)
    return page(
        "answer",
        language,
        languages=blank.languages,
        who=who,
        link=link,
        ballot=ballot,
        filled=filled,
        heading=blank.heading,
        intro=blank.intro,
        partly=not (blank.whole and _own_purpose(survey, language)),
        about=_about(who, instrument, language),
        purpose=_purpose(survey, language),
        kept=texts_in(language)["kept"].format(k=survey.k),
        questions=_questions(instrument, who.layer, language, typed, problem) if filled else blank.questions,
        problem=_said_problem(problem, instrument, language),
    )


def layer_page(link: str, unit: str, layers: Iterable[Layer], survey: Survey, language: str) -> str:
    choices = [(layer.value, layer_name(layer, language)) for layer in layers]
    heading = said(survey.instrument.title, language, "h1")
    return page("answer_layer", language, link=link, unit=unit, choices=choices, heading=heading)


def _about(who: Respondent, instrument: Instrument, language: str) -> str:
    return texts_in(language)["asked_by"].format(
        party=who.survey.party.name,
        unit=who.unit.party.name,
        minutes=instrument.minutes,
        closes=day_in(language, who.survey.closes),
    )


def _purpose(survey: Survey, language: str) -> str:
    """What the answers are for: in the language of the page where the instrument says it, else as it was written."""
    own = survey.instrument.purpose
    return said(own if survey.purpose in own.values() else {"nb": survey.purpose}, language, "span")


def _own_purpose(survey: Survey, language: str) -> bool:
    """Whether what the answers are for is said in the language of the page."""
    return language == "nb" or survey.purpose in survey.instrument.purpose.values()


def _said_problem(problem: Problem | None, instrument: Instrument, language: str) -> dict[str, str] | None:
    """What is wrong, and with which question."""
    if problem is None:
        return None
    item = instrument.by_key.get(problem.item)
    question = {"item": problem.item, "question": said(item.text, language, "span")} if item else {}
    return {"text": texts_in(language)[problem.text], **question}


# -- The questions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Blank:
    """What is the same for all of a layer, until someone has filled in something."""

    languages: tuple[str, ...]
    whole: bool  # every text is in the language of the page
    heading: str
    intro: str
    questions: str


_BLANK: dict[tuple[str, str, str, str], _Blank] = {}


def _blank(survey: Survey, layer: Layer, language: str) -> _Blank:
    key = (survey.stored.sha256, json.dumps(survey.local_items), layer.value, language)
    if key not in _BLANK:
        if len(_BLANK) >= MOST_KEPT:
            _BLANK.clear()
        instrument = survey.instrument
        there = (*in_full(instrument), *in_part(instrument))
        _BLANK[key] = _Blank(
            languages=tuple(each for each in OWN_NAMES if each in there),
            whole=language in in_full(instrument),
            heading=said(instrument.title, language, "h1"),
            intro=said(instrument.intro, language, "p"),
            questions=_questions(instrument, layer, language, {}, None),
        )
    return _BLANK[key]


def _questions(instrument: Instrument, layer: Layer, language: str, typed: Typed, problem: Problem | None) -> str:
    sections = [
        {
            "heading": said(section.title, language, "h2"),
            "intro": said(section.intro, language, "p") if section.intro else "",
            "questions": [_question(item, instrument, language, typed, problem) for item in section.items],
        }
        for section in instrument.for_layer(layer)
    ]
    context = {"sections": sections, "t": texts_in(language), "prefix": PREFIX}
    return render_to_string("surveys/questions.html", context)


def _question(
    item: Item, instrument: Instrument, language: str, typed: Typed, problem: Problem | None
) -> dict[str, Any]:
    given = typed.get(item.key, ())
    choices = instrument.answer_scales.get(item.answers, ())
    return {
        "key": item.key,
        "kind": item.kind,
        "text": said(item.text, language, "span"),
        "help": said(item.help, language, "small") if item.help else "",
        "condition": condition_in_words(item, instrument, language),
        "when": item.when,
        "choices": [(c.value, said(c.text, language, "span"), str(c.value) in given) for c in choices],
        "given": given[0] if given else "",
        "problem": texts_in(language)[problem.text] if problem and problem.item == item.key else "",
    }


def condition_in_words(item: Item, instrument: Instrument, language: str) -> str:
    """When it is asked, in words: without JavaScript there is nothing else that says so."""
    if item.when is None:
        return ""
    other, t = instrument.item(item.when.item), texts_in(language)
    names = {c.value: text(c.text, language) for c in instrument.answer_scales[other.answers]}
    answers = f" {t['or']} ".join(f"«{names[value]}»" for value in item.when.values)
    return t["only_if"].format(answers=answers, question=_named(other, instrument, language))


def _named(item: Item, instrument: Instrument, language: str) -> str:
    """A question by its text, and by its section where others have the same text."""
    named = text(item.text, language)
    if sum(each.text == item.text for each in instrument.items()) == 1:
        return named
    section = next(section for section in instrument.sections if item in section.items)
    return f"{text(section.title, language)}: {named}"
