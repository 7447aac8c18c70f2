"""What a preview has in the place of what a document is given: partners, years, behovsmeldinger, amounts."""

from typing import Any

from django.utils.translation import gettext as _

from laget.base.cycle.form_shape import Form

ITEM = "eksempel"  # the one tiltak, or whatever else the writer would add


def given_to(form: Form, year: int) -> dict[str, Any]:
    """Two of everything."""
    both = ((1, _("Eksempel 1")), (2, _("Eksempel 2")))
    pairs = [[str(n), name] for n, name in both]
    named = {name[6:] for _section, question in form.asked() for name in question.lists() if name.startswith("given:")}
    lists = dict.fromkeys(named, pairs) | {"years": [[str(year + n), str(year + n)] for n in range(2)]}
    lines = [
        {"id": f"a{n}", "title": name, "group": "", "facts": [[_("Til disposisjon"), 100_000 * n]]} for n, name in both
    ]
    return {
        "lists": lists,
        "sources": [{"id": str(n), "title": name} for n, name in both],
        "items": {section.key: lines for section in form.sections if section.repeats == "given"},
    }


def added_to(form: Form) -> dict[str, Any]:
    """The answers that a preview begins with: one item in each section where the writer adds them."""
    return {section.key: [ITEM] for section in form.sections if section.repeats == "added"}
