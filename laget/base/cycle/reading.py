"""A county file read and checked, with every fault said in Norwegian."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from laget.base.cycle.county_file import CountyFile, DateRule, Year, recipients
from laget.base.cycle.form_checks import FORMS, NEEDED, faults_in_form, read_in
from laget.base.cycle.form_shape import Form
from laget.base.cycle.letter_texts import faults_in
from laget.base.cycle.money_shape import FixedItem
from laget.base.cycle.problems import CountyFileProblem
from laget.base.cycle.toml_files import read_as, text_of

COUNTIES = Path(__file__).parent / "counties"


def read_county_file(path: Path) -> CountyFile:
    """Read a file. Raises CountyFileProblem, with every fault found, in Norwegian."""
    return parse_county_file(text_of(path, CountyFileProblem))


def parse_county_file(text: str) -> CountyFile:
    """The same, from the text of a file."""
    file = read_as(CountyFile, text, CountyFileProblem, kind="en fylkesfil", page="docs/county.md")
    problems = list(_what_does_not_hang_together(file))
    if problems:
        raise CountyFileProblem(problems)
    return file


def _what_does_not_hang_together(file: CountyFile) -> Iterator[str]:
    common = list(_wrong_for_an_ordning(file))
    yield from common
    yield from _wrong_among_the_parties(file)
    known = {rules.ordning for rules in file.rule_sets}
    for key in file.ordninger:
        if key not in known:
            yield f"ordninger.{key}: ingen av [[rule_sets]] har denne ordningen."
        of_its_own = (fault for fault in _wrong_for_an_ordning(file.of(key)) if fault not in common)
        yield from (f"ordninger.{key}: {fault}" for fault in of_its_own)
    yield from _several_at_once(file)
    yield from faults_in({"nb": file.letter.nb, "nn": file.letter.nn})


def _wrong_for_an_ordning(file: CountyFile) -> Iterator[str]:
    """What each ordning needs, with what it has of its own."""
    yield from (
        f"dates.{s}: mangler. Laget trenger en dato for dette steget." for s in file.steps if s not in file.dates
    )
    yield from _wrong_order(file.dates)
    forms = [kind for kind in NEEDED if kind in file.steps]
    yield from (f"forms.{kind}: mangler. Laget trenger dette skjemaet." for kind in forms if kind not in file.forms)
    for kind, form in file.forms.items():
        yield from _wrong_with_form(kind, form, file)
    for year, decided in file.years.items():
        yield from _wrong_with_year(year, decided, file)
    for item in file.money.fixed:
        yield from _wrong_recipient(item, file)


def _wrong_order(dates: Mapping[str, DateRule]) -> Iterator[str]:
    """What a date builds on has to be there, and can't build on it in turn."""
    for key, rule in dates.items():
        yield from (
            f"dates.{key}.after: datoen «{each}» står ikke under [dates]." for each in rule.after if each not in dates
        )
        if key in _builds_on(key, dates):
            yield f"dates.{key}.after: datoen bygger på seg selv, gjennom {', '.join(rule.after)}."


def _builds_on(key: str, dates: Mapping[str, DateRule]) -> set[str]:
    """Everything that a date builds on, straight or through another."""
    found: set[str] = set()
    left = list(dates[key].after)
    while left:
        each = left.pop()
        if each in dates and each not in found:
            found.add(each)
            left += dates[each].after
    return found


def _several_at_once(file: CountyFile) -> Iterator[str]:
    years = {year for each in (file, *map(file.of, file.ordninger)) for year in each.years}
    if any("tilsagn" not in file.of(rules.ordning).dates for rules in file.rule_sets):
        return  # that has been said
    for year in sorted(years):
        running = file.ordninger_in(year)
        twice = [key for key, n in Counter(old for each in running.values() for old in each.continues).items() if n > 1]
        yield from (
            f"rule_sets: «{key}» tas over av flere ordninger i {year}. Bare én kan bære pengene." for key in twice
        )
        nameless = [key for key in running if len(running) > 1 and key not in file.ordninger]
        yield from (
            f"ordninger.{key}: mangler. Flere ordninger går i {year}, og hver trenger «short»." for key in nameless
        )


def _wrong_among_the_parties(file: CountyFile) -> Iterator[str]:
    kinds = {kind for rules in file.rule_sets for kind in rules.partners}
    allowed = {key for key, partner in file.partners.items() if partner.kind in kinds}
    for key, network in file.networks.items():
        unknown = [partner for partner in network.partners if partner not in file.partners]
        yield from (f"networks.{key}.partners: «{partner}» står ikke under [partners]." for partner in unknown)
        for partner in sorted(set(network.partners) - set(unknown) - allowed):
            yield f"networks.{key}.partners: ingen av regelsettene åpner for «{partner}». Se partners der."
        strangers = [partner for partner in network.contacts if partner not in network.partners]
        yield from (f"networks.{key}.contacts: «{partner}» står ikke i «partners»." for partner in strangers)


def _wrong_with_form(kind: str, form: Form, file: CountyFile) -> Iterator[str]:
    if kind not in FORMS:
        yield f"forms.{kind}: Laget kjenner ikke dette skjemaet. Det skal være ett av {', '.join(FORMS)}."
    for where, fault in faults_in_form(form, kind=kind, read=read_in(kind, file.applied_by), lists=file.lists):
        yield f"{'.'.join(filter(None, ('forms', kind, where)))}: {fault}"


def _wrong_with_year(year: int, decided: Year, file: CountyFile) -> Iterator[str]:
    dates = [key for key in decided.dates if key not in file.dates]
    yield from (f"years.{year}.dates.{key}: datoen står ikke under [dates]." for key in dates)
    networks = [key for key in decided.counts if key not in file.networks]
    yield from (f"years.{year}.counts.{key}: nettverket står ikke under [networks]." for key in networks)
    for item in decided.fellestiltak:
        yield from _wrong_recipient(item, file)


def _wrong_recipient(item: FixedItem, file: CountyFile) -> Iterator[str]:
    if not list(recipients(file, item.to)):
        yield f"«{item.name}»: mottakeren «{item.to}» finnes ikke i fila."
