"""A form changed: each function gives a new one. Where a section or a question isn't there, KeyError is raised."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laget.base.cycle.form_shape import LISTS_OF, Form, Option, Question, Section, Translated
from laget.rules.asking import moved
from laget.rules.names import slug

Options = tuple[Option | Translated, ...]
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two forms: "new", "gone", "changed" or "moved"."""

    what: str
    label: str


def section_of(form: Form, key: str) -> Section:
    return next((each for each in form.sections if each.key == key), None) or _missing(key)


def question_of(form: Form, section: str, key: str) -> Question:
    asked = section_of(form, section).questions
    return next((each for each in asked if each.key == key), None) or _missing(key)


def with_section(form: Form, section: Section) -> Form:
    """With a section added last, or in the place of the one with its key."""
    kept = {each.key: each for each in form.sections} | {section.key: section}
    return form.model_copy(update={"sections": tuple(kept.values())})


def without_section(form: Form, key: str) -> Form:
    gone = section_of(form, key)
    return _tidy(form.model_copy(update={"sections": tuple(each for each in form.sections if each is not gone)}))


def move_section(form: Form, key: str, *, up: bool) -> Form:
    by_key = {each.key: each for each in form.sections}
    section_of(form, key)
    return form.model_copy(update={"sections": tuple(by_key[each] for each in moved(list(by_key), key, up=up))})


def with_question(form: Form, section: str, question: Question, lists: dict[str, Options]) -> Form:
    """With a question added last in its section, or in the place of the one with its key; `lists` by "options", "rows"
    and "columns"."""
    form, names = _keep_lists(form, section, question, lists)
    asked = question.model_copy(update=names)
    found = section_of(form, section)
    kept = {each.key: each for each in found.questions} | {asked.key: asked}
    return _tidy(with_section(form, found.model_copy(update={"questions": tuple(kept.values())})))


def without_question(form: Form, section: str, key: str) -> Form:
    gone = question_of(form, section, key)
    return _tidy(_asking(form, section, lambda asked: tuple(each for each in asked if each is not gone)))


def move_question(form: Form, section: str, key: str, *, up: bool) -> Form:
    question_of(form, section, key)

    def reordered(asked: Sequence[Question]) -> Iterable[Question]:
        by_key = {each.key: each for each in asked}
        return (by_key[each] for each in moved(list(by_key), key, up=up))

    return _asking(form, section, reordered)


def new_key(label: str, taken: Iterable[str]) -> str:
    """A key made of the words, that nothing else has."""
    plain = slug(label).replace("-", "_")[:LONGEST_KEY].strip("_")
    first = plain if plain[:1].isalpha() else f"q_{plain}".strip("_")
    taken, n = set(taken), 2
    key = first
    while key in taken:
        key, n = f"{first}_{n}", n + 1
    return key


def keyed(lines: Sequence[tuple[str, str]], before: Options) -> Options:
    """Options out of their labels, in bokmål and nynorsk. What is reworded or only moved keeps its key.

    An option is known again by its label. When as many are new as are gone, they are the same ones reworded.
    """
    known = {option[1]: option[0] for option in before}
    gone = [option[0] for option in before if option[1] not in {label for label, _nn in lines}]
    fresh = [label for label, _nn in lines if label not in known]
    keys = known | (dict(zip(fresh, gone, strict=True)) if len(fresh) == len(gone) else {})
    for label in fresh:
        keys.setdefault(label, new_key(label, keys.values()))
    return tuple((keys[label], label, nn) if nn else (keys[label], label) for label, nn in lines)


def changes(before: Form, after: Form) -> list[Change]:
    """What is not as it was, in the order of the new form, and then what is gone."""
    old = {section.path(question): _whole(before, question) for section, question in before.asked()}
    new = {section.path(question): _whole(after, question) for section, question in after.asked()}
    labels = {s.path(q): q.label for form in (before, after) for s, q in form.asked()}
    found = [
        Change("new" if path not in old else "changed", labels[path]) for path in new if old.get(path) != new[path]
    ]
    found += [Change("gone", labels[path]) for path in old if path not in new]
    found += _changed_sections({s.key: s for s in before.sections}, {s.key: s for s in after.sections})
    if not found and before != after:
        found.append(Change("moved", ""))
    return found


def _changed_sections(old: Mapping[str, Section], new: Mapping[str, Section]) -> Iterator[Change]:
    yield from (Change("new", section.title) for key, section in new.items() if key not in old)
    both = [key for key in new if key in old]
    yield from (Change("changed", new[key].title) for key in both if _words(new[key]) != _words(old[key]))
    yield from (Change("gone", section.title) for key, section in old.items() if key not in new)


def _words(section: Section) -> dict[str, Any]:
    return section.model_dump(exclude={"questions"})


def _whole(form: Form, question: Question) -> tuple[Any, ...]:
    """The question with what one chooses from, whatever the list is called."""
    plain = question.model_copy(update=dict.fromkeys(("options", "rows", "columns"), ""))
    return (plain, *(form.lists.get(name, name) for name in question.lists()))


def _asking(form: Form, section: str, change: Callable[[Sequence[Question]], Iterable[Question]]) -> Form:
    found = section_of(form, section)
    return with_section(form, found.model_copy(update={"questions": tuple(change(found.questions))}))


def _keep_lists(form: Form, section: str, question: Question, lists: dict[str, Options]) -> tuple[Form, dict[str, str]]:
    """The form with the lists, under names that no other question uses."""
    names, kept = dict.fromkeys(("options", "rows", "columns"), ""), dict(form.lists)
    others = {name for s, q in form.asked() if (s.key, q.key) != (section, question.key) for name in q.lists()}
    for part in LISTS_OF.get(question.type, ()):
        name = getattr(question, part)
        if part in lists and lists[part] != kept.get(name):
            if not name or name in others:
                name = new_key(f"{section}_{question.key}_{part}", others)
            kept[name] = lists[part]
        names[part] = name
    return form.model_copy(update={"lists": kept}), names


def _tidy(form: Form) -> Form:
    """Without lists that no question uses any longer."""
    return form.model_copy(update={"lists": {n: o for n, o in form.lists.items() if n in form.used_lists()}})


def _missing(key: str) -> Any:
    raise KeyError(key)
