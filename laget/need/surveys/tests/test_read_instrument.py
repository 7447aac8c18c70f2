"""A file is read as it is written, and every slip in it is said in Norwegian, with where it is."""

from pathlib import Path

import pytest

from laget.need.surveys.instrument_file import Instrument, Layer
from laget.need.surveys.languages import text
from laget.need.surveys.problems import InstrumentProblem
from laget.need.surveys.reading import parse_instrument, read_instrument
from testing.markdown import DOCS, code, sections

[EXAMPLE] = code(sections(DOCS / "instruments.md")["An example"], "toml")


@pytest.fixture
def example() -> Instrument:
    return parse_instrument(EXAMPLE)


def _problems(change: str, to: str, also: str = "") -> list[str]:
    assert change in EXAMPLE
    with pytest.raises(InstrumentProblem) as refused:
        parse_instrument(EXAMPLE.replace(change, to, 1) + also)
    return refused.value.problems


def test_the_example_of_the_page_is_an_instrument(example: Instrument) -> None:
    assert [item.key for item in example.items()] == ["time", "alone", "partners", "ppt_help"]
    assert example.item("alone").reversed
    assert text(example.title, "nn") == "Laget vårt"
    assert text(example.title, "se") == "Laget vårt"


def test_each_layer_gets_its_own_items(example: Instrument) -> None:
    keys = {layer: [item.key for s in example.for_layer(layer) for item in s.items] for layer in Layer}
    everything = ["time", "alone", "partners", "ppt_help"]
    assert keys == {Layer.STAFF: everything, Layer.LEADERS: everything, Layer.PPT: ["time", "alone"]}


def test_a_section_that_asks_a_layer_nothing_is_left_out() -> None:
    only_ppt = EXAMPLE.replace('key = "time"\n', 'key = "time"\n  layers = ["ppt"]\n')
    only_ppt = only_ppt.replace('key = "alone"\n', 'key = "alone"\n  layers = ["ppt"]\n')
    instrument = parse_instrument(only_ppt.replace('layers = ["staff", "leaders"]', 'layers = ["leaders"]'))
    assert instrument.for_layer(Layer.STAFF) == ()
    assert [section.key for section in instrument.for_layer(Layer.PPT)] == ["together"]


@pytest.mark.parametrize(
    ("change", "to", "problem"),
    [
        ("minutes = 2\n", "", "minutes: mangler."),
        ("minutes = 2", "minutes = 0", "minutes: skal være over 0."),
        ("minutes = 2", "minutes = 2\nminuts = 3", "minuts: finnes ikke i en instrumentfil. Er det en skrivefeil?"),
        ("k = 5", "k = 2", "k: kan ikke være under 3."),
        ('key = "team_work"', 'key = "Team work"', "key: er ikke skrevet slik det skal. Se docs/instruments.md."),
        ('{ nb = "Laget vårt", nn', "{ nn", "title: mangler teksten på bokmål (nb)."),
        ('{ nb = "Laget vårt"', '{ nb = ""', "title.nb: kan ikke være tom."),
        (
            'en = "Our team"',
            'de = "Unser Team"',
            "title: «de» er ikke et språk her. Bruk nb, nn, en eller se.",
        ),
        (
            'kinds = ["school", "ppt"]',
            'kinds = ["skole"]',
            "kinds.0: skal være 'kindergarten', 'school', 'sfo' eller 'ppt'.",
        ),
        (
            'layers = ["staff", "leaders"]',
            'layers = ["alle"]',
            "sections.0.items.2.layers.0: skal være 'staff', 'leaders' eller 'ppt'.",
        ),
        (
            'kind = "several"\n  answers = "partners"',
            'kind = "several"',
            "sections.0.items.2: trenger «answers»: navnet på en svarskala.",
        ),
        (
            'kind = "text"',
            'kind = "text"\n  answers = "partners"',
            "sections.0.items.3: et fritt svar har ingen «answers».",
        ),
        ('min_share = "1/2"', 'min_share = "3/2"', "scales.0.min_share: kan ikke være over 1."),
        (
            'min_share = "1/2"',
            'min_share = "mange"',
            'scales.0.min_share: skal være et tall, en brøk ("1/50") eller en prosent ("2 %").',
        ),
        (
            'answers = "agreement"',
            'answers = "agreed"',
            "items.time: svarskalaen «agreed» står ikke under [answer_scales].",
        ),
        ('key = "ppt_help"', 'key = "partners"', "items: «partners» står 2 ganger. Hvert navn kan stå én gang."),
        (
            '{ value = 2, text = { nb = "Litt',
            '{ value = 1, text = { nb = "Litt',
            "answer_scales.agreement: «1» står 2 ganger. Hvert navn kan stå én gang.",
        ),
        ('facet = "team"', 'facet = "tean"', "items.time: «tean» står ikke under [tags]."),
        ('aspects = ["participation"]', 'aspects = ["benefit"]', "items.alone: «benefit» står ikke under [tags]."),
        (
            'kind = "several"',
            'kind = "several"\n  reversed = true',
            "items.partners: bare et spørsmål av typen «scale» kan være snudd.",
        ),
        ('items = ["time", "alone"]', 'items = ["time", "alome"]', "scales.team: «alome» er ikke et spørsmål her."),
        (
            'items = ["time", "alone"]',
            'items = ["time", "time"]',
            "scales.team: «time» står 2 ganger. Hvert navn kan stå én gang.",
        ),
        (
            'items = ["time", "alone"]',
            'items = ["time", "partners"]',
            "scales.team: «partners» gir ikke poeng. Bare spørsmål av typen «scale» gjør det.",
        ),
        (
            'item = "partners", values',
            'item = "partner", values',
            "items.ppt_help.when: «partner» er ikke et spørsmål som stilles før dette.",
        ),
        (
            'item = "partners", values',
            'item = "ppt_help", values',
            "items.ppt_help.when: «ppt_help» er ikke et spørsmål som stilles før dette.",
        ),
        ("values = [1]", "values = [3]", "items.ppt_help.when: «partners» kan ikke besvares med 3."),
        (
            'layers = ["staff", "leaders"]',
            'layers = ["staff"]',
            "items.ppt_help.when: noen får dette spørsmålet uten å få «partners».",
        ),
        ("minutes = 2", "minutes =", "Fila er ikke gyldig TOML på linje 6, kolonne 10."),
    ],
)
def test_a_slip_is_said_in_norwegian(change: str, to: str, problem: str) -> None:
    assert _problems(change, to) == [problem]


def test_an_item_can_be_asked_before_it_is_spoken_of_and_not_after() -> None:
    later = """
[[sections]]
key = "more"
title = { nb = "Mer" }
items = [{ key = "more", kind = "text", text = { nb = "Mer?" }, when = { item = "ppt_help", values = [1] } }]
"""
    assert _problems("[[scales]]", later + "\n[[scales]]") == [
        "items.more.when: «ppt_help» er et fritt svar. Vilkåret må vise til et spørsmål med svarskala.",
        "items.more.when: noen får dette spørsmålet uten å få «ppt_help».",
    ]


def test_a_turned_item_needs_answers_that_give_a_score() -> None:
    only_not_relevant = 'empty = [{ value = 0, text = { nb = "Ikke relevant" } }]\npartners = ['
    changed = EXAMPLE.replace('key = "alone"\n  answers = "agreement"', 'key = "alone"\n  answers = "empty"')
    with pytest.raises(InstrumentProblem) as refused:
        parse_instrument(changed.replace("partners = [", only_not_relevant, 1))
    assert refused.value.problems == [
        "items.alone: svarskalaen «empty» må ha minst to svar med verdi over 0. Verdien 0 gir ikke poeng."
    ]


def test_the_items_of_a_scale_have_the_same_range() -> None:
    changed = EXAMPLE.replace('key = "alone"\n  answers = "agreement"', 'key = "alone"\n  answers = "partners"')
    with pytest.raises(InstrumentProblem) as refused:
        parse_instrument(changed)
    assert refused.value.problems == ["scales.team: alle spørsmålene må ha samme laveste og høyeste verdi."]


def test_all_slips_are_said_at_once() -> None:
    assert _problems(
        'key = "alone"', 'key = "time"', '[[scales]]\nkey = "team"\ntitle.nb = "To"\nitems = ["two"]\n'
    ) == [
        "items: «time» står 2 ganger. Hvert navn kan stå én gang.",
        "scales: «team» står 2 ganger. Hvert navn kan stå én gang.",
        "scales.team: «alone» er ikke et spørsmål her.",
        "scales.team: «two» er ikke et spørsmål her.",
    ]


def test_a_file_that_is_not_there_or_is_not_text_is_said_so(tmp_path: Path) -> None:
    missing, picture = tmp_path / "nowhere.toml", tmp_path / "picture.toml"
    picture.write_bytes(b"\xff\xd8\xff")
    for path, problem in (
        (missing, f"Kan ikke lese {missing}: den finnes ikke."),
        (tmp_path, f"Kan ikke lese {tmp_path}: det er en mappe."),
        (picture, f"{picture} er ikke en tekstfil i UTF-8."),
    ):
        with pytest.raises(InstrumentProblem) as refused:
            read_instrument(path)
        assert refused.value.problems == [problem]
