"""A document that has come back for some of its sections: which are asked about, and which have been changed since."""

from collections.abc import Iterable, Iterator

from laget.base.cycle.form_shape import Section
from laget.base.questions.answers import Problem, layout_of, section_status
from laget.base.questions.models import Document, Return
from laget.base.questions.queries import remarks_on
from laget.base.questions.structure import Answers, Layout


def asked_anew(document: Document, paths: Iterable[str]) -> set[str]:
    """Those of the answers that may be written: all of them, until it has come back for some of its sections."""
    remarks = remarks_on(document)
    if not remarks:
        return set(paths)
    layout = layout_of(document)
    sections = {path: layout.section_of(path) for path in paths}
    return {path for path, section in sections.items() if section and section.key in remarks}


def status_of_sections(
    layout: Layout, answers: Answers, returned: Return | None, found: Iterable[Problem]
) -> dict[str, str]:
    """As in `section_status`; once it has come back for some: "stands", or "more" until changed."""
    status = section_status(layout, answers, found)
    if returned is None or not returned.remarks:
        return status
    more = {section.key for section in not_changed(layout, answers, returned)}
    return {
        key: "stands" if key not in returned.remarks else "more" if key in more else as_filled_in
        for key, as_filled_in in status.items()
    }


def not_changed(layout: Layout, answers: Answers, returned: Return | None) -> list[Section]:
    """The sections that more is wanted in, and that say what they said."""
    if returned is None or not returned.remarks:
        return []
    changed = changed_sections(layout, returned.version.content["answers"], answers)
    return [each for each in layout.form.sections if each.key in returned.remarks.keys() - changed]


def changed_sections(layout: Layout, before: Answers, after: Answers) -> set[str]:
    """The keys of the sections that don't say the same in both."""
    return set(_sections_of_what_differs(layout, before, after))


def _sections_of_what_differs(layout: Layout, before: Answers, after: Answers) -> Iterator[str]:
    for path in before.keys() | after.keys():
        section = layout.section_of(path) if before.get(path) != after.get(path) else None
        if section:
            yield section.key
