"""Whether a form can be used: that it asks what Laget reads, and that its parts hang together.

The same checks for a form in a county file and for one changed in pages.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from laget.base.cycle.form_shape import Form, Question, Section
from laget.rules.asking import out_of_order

NEEDED = ("assessment", "behovsmelding", "beslutningsgrunnlag", "innstilling", "tilsagn", "report")
SCORING = "scoring"  # what a working group is asked beside the points; not a document
PLANS = ("plan_description", "plan_project", "plan_measures", "plan_long_term")  # Laget has them in cycle/forms
FORMS = (*NEEDED, SCORING, *PLANS)

# What is drawn of a plan: who has which role, what happens when, and what may go wrong.
_ORGANISATION = {"organisation.title", "organisation.role"}
_PHASES = {"phases.title", "phases.start", "phases.end"}
_MEASURES = {"measures.title", "measures.start", "measures.end"}
_MILESTONES = {"milestones.title", "milestones.date", "tasks.title", "tasks.date"}
_RISKS = {"risk_watch", "risk_act", "risks.title", "risks.probability", "risks.consequence"}
# The questions that Laget reads the answers of. A county words them as it likes, and adds its own.
READ_BY_LAGET = {
    "assessment": {"challenges", "need", "took_part"},
    "behovsmelding": {"assessments", "need", "amount"},
    "beslutningsgrunnlag": {
        "tiltak.title",
        "tiltak.needs",
        "tiltak.partners",
        "tiltak.target_groups",
        "tiltak.start",
        "tiltak.end",
        "tiltak.criteria",
        "tiltak.budget",
        "spor",
    },
    "innstilling": {"lines.amount", "lines.reason"},
    "tilsagn": {"lines.amount", "lines.reason"},
    "report": {"lines.used", "lines.explanation"},
    "plan_description": {*_ORGANISATION, *_PHASES},
    "plan_project": {
        *_ORGANISATION,
        *_PHASES,
        *_MEASURES,
        *_MILESTONES,
        *_RISKS,
        "agreements.title",
        "agreements.notice",
    },
    "plan_measures": {*_ORGANISATION, *_MEASURES},
    "plan_long_term": {*_ORGANISATION, *_PHASES, *_MEASURES, *_RISKS},
}
# Those of them that may be left empty only where the amount beside them is as high as it can be.
ASKED_OF_LESS = frozenset({"lines.reason", "lines.explanation"})
# In a behovsmelding that applies for money, its tiltak are read instead of the amount.
READ_IN_APPLICATION = READ_BY_LAGET["behovsmelding"] - {"amount"} | {
    path for path in READ_BY_LAGET["beslutningsgrunnlag"] if path.startswith("tiltak.") and path != "tiltak.needs"
}
# What a table of given items can't hold: its rows have one short answer for each question.
_ONE_CELL = frozenset({"text", "number", "money", "date", "choice", "yes_no"})
_CHOSEN = frozenset({"choice", "several", "yes_no"})
_COUNTED = frozenset({"number", "money"})

Fault = tuple[str, str]  # where, as "need" or "need.situation", and what


def read_in(kind: str, applied_by: str) -> set[str]:
    """The paths of the questions that Laget reads in a form, where money is applied for by `applied_by`."""
    applies = kind == "behovsmelding" and applied_by == kind
    return READ_IN_APPLICATION if applies else READ_BY_LAGET.get(kind, set())


def faults_in_form(form: Form, *, kind: str, read: Collection[str], lists: Collection[str]) -> Iterator[Fault]:
    """Everything that is wrong. `lists` are those of the county that it may use beside its own."""
    yield from (
        ("", f"spørsmålet «{path}» mangler. Laget leser svaret på det.") for path in sorted(set(read) - form.paths())
    )
    paths = Counter(section.path(question) for section, question in form.asked())
    yield from (("", f"to spørsmål har nøkkelen «{path}».") for path, times in paths.items() if times > 1)
    sections = Counter(section.key for section in form.sections)
    yield from (("", f"to deler har nøkkelen «{key}».") for key, times in sections.items() if times > 1)
    known, late = {*lists, *form.lists}, set(_late(form))
    for section, question in form.asked():
        where, path = f"{section.key}.{question.key}", section.path(question)
        for name in question.lists():
            if not name.startswith("given:") and name not in known:
                yield where, f"lista «{name}» står ikke under [lists]."
        found = [*_wrong_place(kind, section, question), *_wrong_condition(form, section, question, path, read, late)]
        yield from ((where, fault) for fault in found)


def _late(form: Form) -> Collection[str]:
    """The paths whose condition looks at something that doesn't come before them."""
    order = [section.path(question) for section, question in form.asked()]
    follows = {s.path(q): s.follows_from(q) for s, q in form.asked() if q.shown_if}
    return out_of_order(order, follows)


def _wrong_place(kind: str, section: Section, question: Question) -> Iterator[str]:
    if section.repeats == "given" and (question.type not in _ONE_CELL or question.shown_if):
        yield "står i en tabell med ett kort svar i hver rute, og kan verken være av denne typen eller ha «shown_if»."
    if kind == SCORING and (section.repeats or question.type in ("file", "criteria")):
        yield "de som vurderer, kan ikke legge ved filer, og blir spurt én gang."


def _wrong_condition(
    form: Form, section: Section, question: Question, path: str, read: Collection[str], late: Collection[str]
) -> Iterator[str]:
    if not question.shown_if:
        return
    earlier = section.follows_from(question)
    if path in read:
        yield "Laget leser svaret på dette, så det kan ikke ha «shown_if»."
    elif path in late:
        yield f"«{earlier}» må stå foran det, i samme del eller i en del som ikke gjentas."
    else:
        yield from _wrong_answer(form, question, next(q for s, q in form.asked() if s.path(q) == earlier))


def _wrong_answer(form: Form, question: Question, earlier: Question) -> Iterator[str]:
    assert question.shown_if
    asked = question.shown_if
    if earlier.type in ("matrix", "grid", "criteria", "file"):
        yield f"kan ikke følge av «{earlier.key}». Velg et spørsmål med ett svar."
    if asked.is_ and earlier.type not in _CHOSEN:
        yield f"«is» hører til et spørsmål en velger svar på, og «{earlier.key}» er ikke det."
    if asked.over is not None and earlier.type not in _COUNTED:
        yield f"«over» hører til et tall, og «{earlier.key}» er ikke det."
    options = form.lists.get(earlier.options)
    known = ("yes", "no") if earlier.type == "yes_no" else [option[0] for option in options or ()]
    if known:
        yield from (f"«{key}» er ikke et svar på «{earlier.key}»." for key in asked.is_ if key not in known)
