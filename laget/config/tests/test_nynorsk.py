"""Whoever has chosen nynorsk is told everything in nynorsk: notices, tasks, dates, and every mail."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.template import Template
from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import IfNode
from django.template.engine import Engine
from django.utils.translation import override

from laget.base.cycle import feed
from laget.base.cycle.calendar_models import CalendarEntry, Notice
from laget.base.cycle.models import Task
from laget.base.cycle.reading import COUNTIES, read_county_file
from laget.base.questions.models import Document
from laget.base.questions.states import Act
from laget.base.ui.templatetags import ui
from laget.config.environment import ROOT
from laget.config.tests.matrix.scenes import SCENES
from laget.config.tests.matrix.theatre import open_theatre
from laget.effect.oppfolging.track_file import shipped_track
from laget.rules.dates import day_off

LAGET = ROOT / "laget"
CATALOGUE = LAGET / "locale/nn/LC_MESSAGES/django.po"
MARKS = {"told": None, "gettext_noop": None}
MAILS = sorted(path for path in LAGET.rglob("*.txt") if path.name.startswith("mail_") or path.parent.name == "email")
# What a mail says outside of the two languages: the same in both.
SHARED = {
    *("og", "til med frist", "Hei", "!", "Dette har du frist på", "Frist", "Dette står i kalenderen din"),
    *("Dette er nytt", "Koden din er", "Resultatet av «", "» er klart"),
}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as words:
        return read_po(words)


def sources() -> list[Path]:
    return [path for path in LAGET.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


def marked() -> Iterator[Any]:
    """What is marked where it is told, and what calendars and the time left are said with."""
    found = extract_from_dir(LAGET, method_map=[("**/tests/**", "ignore"), ("**.py", "python")], keywords=MARKS)
    yield from (words for _file, _line, words, *_more in found)
    spoken = {"_": None, "ngettext": (1, 2)}
    for path in (Path(feed.__file__), Path(ui.__file__)):
        here = extract_from_dir(path.parent, method_map=[(path.name, "python")], keywords=spoken)
        yield from (words for _file, _line, words, *_more in here if words != "Du er her")  # that one is on pages


def labels() -> Iterator[str]:
    """What stands in the words, and is looked up as they are."""
    with override(None):
        yield from (str(each.label) for kind in (Act, CalendarEntry.Kind) for each in kind)
        yield from (str(kind._meta.verbose_name) for kind in Document.__subclasses__())
    yield from (step.title for step in shipped_track().milestones)
    for path in COUNTIES.glob("*.toml"):
        file = read_county_file(path)
        for each in (file, *(file.of(rule_set.ordning) for rule_set in file.rule_sets)):
            for rule in each.dates.values():
                yield from filter(None, (rule.title, rule.words))
    yield from filter(None, {day_off(date(2024, 1, 1) + timedelta(days=n)) for n in range(366 * 2)})


def test_all_that_is_told_has_its_nynorsk_and_nothing_is_left_over() -> None:
    told = {*marked(), *labels()}
    assert len(told) > 150
    known = {message.id for message in catalogue() if message.id}
    assert {"lacks nynorsk": told - known, "is told no longer": known - told} == {
        "lacks nynorsk": set(),
        "is told no longer": set(),
    }


def test_every_translation_is_there_with_the_same_places_to_fill_in() -> None:
    for ids, strings in translations(catalogue()):
        for said, nynorsk in zip(ids, strings, strict=True):
            assert nynorsk, said
            assert sorted(places(nynorsk)) == sorted(places(said)), said


@pytest.mark.django_db
def test_nobody_has_anything_to_do_nor_is_told_anything_in_a_year_that_lacks_nynorsk(tmp_path: Path) -> None:
    """Whatever was kept, marked or not. What people have written themselves is said as they wrote it."""
    with open_theatre(tmp_path) as theatre:
        theatre.go_to(SCENES[-1], thorough=False)
        kept = {*Task.objects.values_list("title", flat=True), *Notice.objects.values_list("text", flat=True)}
    assert len(kept) > 60
    known = {said for each, _nynorsk in translations(catalogue()) for said in each}
    assert kept - known == {"Punkt", "Noe er nytt."}


def translations(found: Catalog) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return sorted((in_each_number(each.id), in_each_number(each.string)) for each in found if each.id)


def in_each_number(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """One of something, and several, where that is said otherwise."""
    return (words,) if isinstance(words, str) else tuple(words or ())


def places(words: str) -> list[str]:
    return re.findall(r"%(?:\(\w+\))?.", words)


def test_what_django_reads_is_what_the_catalogue_says() -> None:
    """It is compiled as Laget is installed: `make install` does it again."""
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        assert translations(read_mo(compiled)) == translations(catalogue())


@pytest.mark.parametrize(
    "path", [path for path in sources() if "told(" in path.read_text()], ids=lambda path: path.stem
)
def test_words_with_something_in_them_are_written_where_they_are_told(path: Path) -> None:
    """Or they would be marked nowhere, and missed above."""
    calls = [each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call)]
    filled = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == "told" and each.keywords]
    assert [each.lineno for each in filled if not isinstance(each.args[0], ast.Constant)] == []
    for each in filled:
        assert isinstance(each.args[0], ast.Constant)
        named = {keyword.arg for keyword in each.keywords if keyword.arg}
        if len(named) == len(each.keywords):
            assert {place.partition(")")[0][2:] for place in places(str(each.args[0].value))} == named


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_says_the_same_in_both_languages(path: Path) -> None:
    template = Template(path.read_text(encoding="utf-8"), engine=Engine(libraries={}, builtins=BUILTINS))
    said, branches = list(outside(template.nodelist)), list(in_both(template.nodelist))
    assert {words for text in said if (words := " ".join(text.split()).strip("-:, ()"))} <= SHARED
    for nynorsk, bokmal in branches:
        assert values_in(nynorsk) == values_in(bokmal)


BUILTINS = ["django.templatetags.i18n", "laget.base.ui.templatetags.ui"]


def in_both(nodes: NodeList) -> Iterator[tuple[NodeList, NodeList]]:
    for node in nodes.get_nodes_by_type(IfNode):
        if is_choice(node):
            (_condition, nynorsk), (_otherwise, bokmal) = cast("Any", node).conditions_nodelists
            yield nynorsk, bokmal


def outside(nodes: Iterable[Node]) -> Iterator[str]:
    """The text that stands in neither language alone."""
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.s
        elif not is_choice(node):
            for name in node.child_nodelists:
                yield from outside(getattr(node, name, []))


def is_choice(node: Node) -> bool:
    return isinstance(node, IfNode) and getattr(node.conditions_nodelists[0][0], "text", "") == "nynorsk"


def values_in(nodes: NodeList) -> list[str]:
    return [str(cast("Any", node).filter_expression) for node in nodes.get_nodes_by_type(VariableNode)]
