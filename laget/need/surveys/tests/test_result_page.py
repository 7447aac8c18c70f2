"""The page of a result, and the same to take away: equal figures, and nothing of what is hidden."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from laget.base.ui.templatetags.ui import decimals
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.models import ReleasedGroup, Survey
from testing.pdf import alternatives_in_pdf, faults_in_pdf, text_of_pdf
from testing.people import World
from testing.surveys import asked_survey, frozen_survey

pytestmark = pytest.mark.django_db
COUNTY_WIDE = {
    "Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 5},
    "Sakshaug skole": {Layer.STAFF: 20, Layer.LEADERS: 6},
    "Havhesten barnehage": {Layer.STAFF: 14},
    "Opphaug skole": {Layer.STAFF: 3},
}


def county_survey(world: World, **asked: object) -> Survey:
    return frozen_survey(world, who="eva", party="Trøndelag", invited=COUNTY_WIDE, **asked)  # type: ignore[arg-type]


def group_of(survey: Survey, name: str, layer: str = "") -> ReleasedGroup:
    return ReleasedGroup.objects.get(release__survey=survey, name=name, layer=layer, sector="", kind="")


def read(client: Client, survey: Survey, group: ReleasedGroup | None = None, kind: str = "") -> bytes:
    address = f"/kartlegging/{survey.pk}/resultat/?som={kind}" + (f"&gruppe={group.pk}" if group else "")
    answer = client.get(address)
    assert answer.status_code == 200
    return bytes(answer.content)


def figures_on(page: str, table: str) -> dict[str, list[str]]:
    """The cells of each row of a table on the page, by what the row is about."""
    body = page.partition(f'id="{table}"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    return {unescape(name): [text.strip() for text in re.findall(r"<td[^>]*>(.*?)</td>", row)] for name, row in rows}


# -- Whose result, and beside whose ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("kari", "Solbakken barnehage"),
        ("knut", "Solbakken barnehage"),
        ("ola", "Inderøy kommune"),
        ("nina", "Innherred"),
        ("eva", "Trøndelag"),
        ("siri", "Trøndelag"),
    ],
)
def test_each_comes_first_to_their_own_group(world: World, client: Client, who: str, name: str) -> None:
    survey = county_survey(world)
    client.force_login(world.people[who])
    assert f'<h1 class="ds-heading" data-size="lg">{name}</h1>' in read(client, survey).decode()


def test_a_unit_stands_beside_its_owner_and_the_county_and_no_other_unit(world: World, client: Client) -> None:
    survey = county_survey(world)
    client.force_login(world.people["kari"])
    page = read(client, survey).decode()
    assert "17 av 17 svarte." in page
    for name in ("Inderøy kommune", "Trøndelag"):
        assert f'<th scope="col" class="amount">{name}</th>' in page
    for other in ("Sakshaug skole", "Havhesten barnehage", "Opphaug skole"):
        assert other not in page


def test_another_units_result_is_not_there(world: World, client: Client) -> None:
    survey = county_survey(world)
    client.force_login(world.people["kari"])
    for name in ("Sakshaug skole", "Ørland kommune"):
        address = f"/kartlegging/{survey.pk}/resultat/?gruppe={group_of(survey, name).pk}"
        assert client.get(address).status_code == 404


def test_those_who_have_no_part_in_a_survey_do_not_know_of_it(world: World, client: Client) -> None:
    survey = frozen_survey(world)  # Inderøy's own
    client.force_login(world.people["pia"])
    assert client.get(f"/kartlegging/{survey.pk}/resultat/").status_code == 404


def test_before_it_is_counted_the_page_says_when_the_result_comes(world: World, client: Client) -> None:
    survey = asked_survey(world)
    client.force_login(world.people["kari"])
    page = read(client, survey).decode()
    assert "Siste dag å svare er 21. oktober 2024." in page
    assert "Gjennomsnitt" not in page


def test_the_groups_to_choose_stand_by_name_and_not_by_what_they_came_to(world: World, client: Client) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["ola"])
    page = client.get(f"/kartlegging/{survey.pk}/resultat/grupper/").content.decode()
    names = re.findall(r'\?gruppe=\d+">([^<]+)</a>', page)
    assert names == ["Inderøy (hele kommunen)", "Inderøy kommune", "Sakshaug skole", "Solbakken barnehage"]
    assert not re.search(r"\d,\d\d", page)


# -- What it says -------------------------------------------------------------------------------------


def test_the_figures_are_those_that_were_frozen(world: World, client: Client) -> None:
    survey = county_survey(world)
    client.force_login(world.people["kari"])
    found = figures_on(read(client, survey).decode(), "measures")
    frozen = group_of(survey, "Solbakken barnehage").figures["scales"]
    county = group_of(survey, "Trøndelag").figures["scales"]
    for scale in survey.instrument.scales:
        mine = frozen[scale.key]
        shown = [str(mine["n"]), decimals(mine["mean"]), decimals(mine["sd"])]
        assert found[scale.title["nb"]][:3] == shown
        assert found[scale.title["nb"]][-1] == decimals(county[scale.key]["mean"])


def test_layers_stand_side_by_side_and_a_hidden_one_says_so(world: World, client: Client) -> None:
    survey = frozen_survey(
        world, invited={"Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 6, Layer.PPT: 5}}, who="ola"
    )
    client.force_login(world.people["kari"])
    sides = figures_on(read(client, survey).decode(), "sides")
    shown = {
        layer: group_of(survey, "Solbakken barnehage", layer.value).figures.get("scales", {}).get("vision")
        for layer in Layer
    }
    assert sides["Visjon"] == [decimals(each["mean"]) if each else "skjermet" for each in shown.values()]


def test_layers_that_are_all_hidden_are_one_sentence(world: World, client: Client) -> None:
    survey = frozen_survey(world, invited={"Solbakken barnehage": {Layer.STAFF: 12, Layer.LEADERS: 2}}, who="ola")
    client.force_login(world.people["kari"])
    page = read(client, survey).decode()
    assert 'id="sides"' not in page
    assert "Det er for få i minst ett av lagene" in page


def test_a_competence_map_says_for_each_topic_what_they_can_need_and_want(world: World, client: Client) -> None:
    survey = frozen_survey(world, instrument="competence_map")
    client.force_login(world.people["kari"])
    group = group_of(survey, "Solbakken barnehage")
    topics = figures_on(read(client, survey).decode(), "by-topic")
    frozen = [group.figures["items"][f"{part}_autism"] for part in ("has", "needs", "wants")]
    assert len(topics) == 11
    assert topics["Autismespekteret"] == [decimals(each["mean"]) if each else "skjermet" for each in frozen]
    assert "Tema for tema;Autismespekteret;Hva kan vi?;" in read(client, survey, group, "csv").decode("utf-8-sig")
    assert 'id="by-topic"' not in read(client, frozen_survey(world)).decode()


def test_change_is_said_in_words_and_only_when_both_waves_are_shown(world: World, client: Client) -> None:
    first = county_survey(world, opens=date(2023, 10, 1), lift=-2)
    second = county_survey(world, previous=first)
    client.force_login(world.people["kari"])
    page = read(client, second).decode()
    before = group_of(first, "Solbakken barnehage").figures["scales"]
    after = group_of(second, "Solbakken barnehage").figures["scales"]
    moved = decimals(after["vision"]["mean"] - before["vision"]["mean"])
    assert figures_on(page, "measures")["Visjon"][3:5] == [decimals(before["vision"]["mean"]), f"opp {moved}"]
    assert f"<li>Visjon: opp {moved}</li>" in page
    client.force_login(world.people["pia"])
    hidden = read(client, second, group_of(second, "Opphaug skole")).decode()
    assert "Forrige gang" not in hidden


def test_a_group_that_was_not_asked_the_last_time_says_why_it_has_no_change(world: World, client: Client) -> None:
    first = frozen_survey(world, invited={"Solbakken barnehage": {Layer.STAFF: 12}}, opens=date(2023, 10, 1))
    second = frozen_survey(world, previous=first)
    client.force_login(world.people["ola"])
    says = f"Endring siden «{first.title}» kan ikke vises for denne gruppa"
    assert says in read(client, second, group_of(second, "Sakshaug skole")).decode()
    assert says not in read(client, second, group_of(second, "Solbakken barnehage")).decode()


def test_a_hidden_group_says_why_and_is_in_no_file(world: World, client: Client) -> None:
    survey = county_survey(world)
    hidden = group_of(survey, "Opphaug skole")
    assert (hidden.shown, hidden.figures) == (False, {})
    client.force_login(world.people["pia"])
    page = read(client, survey, hidden).decode()
    assert "Dette er skjermet" in page
    assert "Enten svarte færre enn 5, eller så kunne tallene sammen med andre grupper ha røpet" in page
    texts = [page, read(client, survey, hidden, "csv").decode("utf-8-sig"), paper_of(client, survey, hidden)]
    for text in (*texts, "\n".join(str(row) for sheet in sheets_of(client, survey, hidden) for row in sheet)):
        assert not re.search(r"\b\d,\d\d\b", text)
        assert "Visjon" not in text
        assert "3 av 3" not in text


def test_the_page_the_spreadsheet_the_csv_and_the_paper_show_equal_figures(world: World, client: Client) -> None:
    first = county_survey(world, opens=date(2023, 10, 1), lift=-1)
    survey = county_survey(world, previous=first)
    client.force_login(world.people["kari"])
    group = group_of(survey, "Solbakken barnehage")
    page = figures_on(read(client, survey, group).decode(), "measures")
    lines = list(csv.reader(io.StringIO(read(client, survey, group, "csv").decode("utf-8-sig")), delimiter=";"))
    in_csv: dict[str, list[str]] = {}
    for table, about, _column, value in lines[1:]:
        if table == "Områder":
            in_csv.setdefault(about, []).append(value)
    assert in_csv == page
    areas = next(sheet for sheet in sheets_of(client, survey, group) if sheet[0][0] == "Område" and len(sheet[0]) > 5)
    in_sheet = {row[0]: [_number(str(cell)) for cell in row[1:]] for row in areas[1:]}
    assert in_sheet == {name: [_number(cell) for cell in cells] for name, cells in page.items()}
    on_paper = paper_of(client, survey, group)
    for name, row in page.items():
        assert " ".join([name, *row]) in " ".join(on_paper.split())


def test_every_answer_and_other_source_is_in_the_files_too(world: World, client: Client) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    group = group_of(survey, "Solbakken barnehage")
    text = read(client, survey, group, "csv").decode("utf-8-sig")
    item = survey.instrument.items()[0]
    for choice in survey.instrument.answer_scales[item.answers]:
        if choice.value:
            number = group.figures["items"][item.key]["counts"][str(choice.value)]
            assert f"Svar;{item.text['nb']} – {choice.text['nb']};Antall;{number}\r\n" in text


def test_a_result_on_paper_is_for_the_archive_and_for_screen_readers(world: World, client: Client) -> None:
    survey = frozen_survey(world)
    client.force_login(world.people["kari"])
    content = read(client, survey, kind="pdf")
    assert faults_in_pdf(content) == []
    assert read(client, survey, kind="pdf") == content


def test_the_profile_is_drawn_on_paper_with_its_figures_in_words(world: World, client: Client) -> None:
    first = county_survey(world, opens=date(2023, 10, 1), lift=-1)
    survey = county_survey(world, previous=first)
    client.force_login(world.people["kari"])
    content = read(client, survey, kind="pdf")
    assert faults_in_pdf(content) == []
    scales = group_of(survey, "Solbakken barnehage").figures["scales"]
    shown = [f"{each.title['nb']}: {decimals(scales[each.key]['mean'])}" for each in survey.instrument.scales]
    assert alternatives_in_pdf(content) == [f"Profilen til Solbakken barnehage. {'. '.join(shown)}."]
    text = " ".join(text_of_pdf(content).split())
    for whose in ("Forrige gang", "Inderøy kommune", "Trøndelag", "Spredning: her ligger de fleste av svarene"):
        assert whose in text


def test_a_hidden_group_has_no_drawing_on_paper(world: World, client: Client) -> None:
    survey = county_survey(world)
    client.force_login(world.people["pia"])
    content = read(client, survey, group_of(survey, "Opphaug skole"), "pdf")
    assert alternatives_in_pdf(content) == []


# -- How fast -----------------------------------------------------------------------------------------


def test_a_result_takes_as_many_queries_for_one_unit_as_for_a_county(world: World, client: Client) -> None:
    small, large = frozen_survey(world), county_survey(world)
    counts = {}
    for who in ("kari", "eva"):
        survey = large if who == "eva" else small
        client.force_login(world.people[who])
        read(client, survey)
        with CaptureQueriesContext(connection) as captured:
            read(client, survey)
        counts[who] = len(captured)
    assert max(counts.values()) <= 18
    assert abs(counts["kari"] - counts["eva"]) <= 2  # she writes an assessment, and the other clears free text


def _number(text: str) -> float | str:
    """A number as a page or a spreadsheet has it; words as they are."""
    plain = text.replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else text


def sheets_of(client: Client, survey: Survey, group: ReleasedGroup) -> list[list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(read(client, survey, group, "xlsx")))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def paper_of(client: Client, survey: Survey, group: ReleasedGroup) -> str:
    return text_of_pdf(read(client, survey, group, "pdf"))
