"""Every route, tried by everyone, against the written policy."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.template.base import Template
from django.test import utils
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from laget.base.accounts.roles import Role
from laget.config.tests.matrix import (
    archive_cells,
    catalogue_cells,
    cells,
    delivery_cells,
    desk_cells,
    event_cells,
    form_cells,
    forum_cells,
    group_cells,
    money_cells,
    opened_cells,
    oppfolging_cells,
    others,
    picture_cells,
    ranking_cells,
    results,
    search_cells,
    survey_cells,
    synthesis_cells,
    telling_cells,
    uptake_cells,
)
from laget.config.tests.matrix.answers import Answer
from laget.config.tests.matrix.cast import ACTORS, BY_NAME, CORE, EACH_ROLE, EVERYONE, TRONDELAG
from laget.config.tests.matrix.cells import Cell
from laget.config.tests.matrix.judge import addressees_in, canaries_in
from laget.config.tests.matrix.policy import ACTS, BULK_ACTS, OUTBOX_ACTS, ROUND_ACTS, follows_every_case, takes_part
from laget.config.tests.matrix.route import On
from laget.config.tests.matrix.routes import KINDS, PLAN_KINDS, ROUTES, routes_in_resolver
from laget.config.tests.matrix.scenes import SCENES
from laget.config.tests.matrix.theatre import Now, Theatre, nowhere_drawn_once, open_theatre
from laget.effect.search.kinds import Kind
from laget.effect.search.queries import visible_to
from laget.effect.search.tests.test_find import kept_otherwise
from laget.need.surveys.queries import groups_visible_to
from testing import office
from testing.again import fingerprint
from testing.collecting import today_as


@pytest.fixture(scope="module")
def theatre(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Theatre]:
    logging.disable(logging.WARNING)  # thousands of refusals, all as they should be
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), _nothing_kept_of_templates(), open_theatre(files) as theatre:
        yield theatre
    logging.disable(logging.NOTSET)


@contextmanager
def _nothing_kept_of_templates() -> Iterator[None]:
    """Django copies all that a template is given, for tests to look at. Here it is the page that is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", vars(utils)["_TestState"].saved_data.template_render)
        yield


@pytest.fixture(scope="module")
def now(request: pytest.FixtureRequest, theatre: Theatre) -> Iterator[Now]:
    scene, thorough = request.param
    with nullcontext() if thorough else nowhere_drawn_once():
        yield theatre.go_to(scene, thorough=thorough)


def test_every_route_is_declared_and_none_is_gone() -> None:
    names = [name for name, _address in routes_in_resolver()]
    assert len(names) == len(set(names))
    assert set(names) == set(ROUTES)


def test_every_role_is_tried() -> None:
    for people in (CORE, EACH_ROLE):
        assert {role for someone in people for role, _where in someone.roles} == set(Role)


def test_the_judge_hears_what_must_not_be_said() -> None:
    key, canary = b"7d2f4a10-93b1-4c7e-8a55-0f3e6f1c2b9d", b"kanari" + b"abcdefghijklmnop" * 2
    said = b"<a href='/vurdering/%s/'>%s</a> <a href='mailto:kari@laget.example'>" % (key, canary)
    assert canaries_in(said) == {key, canary}
    assert addressees_in(said) == {b"kari"}


# -- What is tried in a scene ---------------------------------------------------------------------------


def documents(now: Now) -> None:
    """Every address of the scene's documents; whether it is seen at all, by everyone."""
    for kind, about in now.scene.papers:
        for cell in cells.of_paper(now.stage.document(kind, about), now.papers):
            now.judge.try_all(EVERYONE if cell.route.endswith(":case") else CORE, [cell])
    for kind, about in now.scene.acts_on:
        tried = [*ACTS, "tilsagn:preview"]
        found = cells.of_paper(now.stage.document(kind, about), now.papers)
        now.judge.try_all(ACTORS, [cell for cell in found if cell.route in tried])


def rounds(now: Now) -> None:
    """The scene's overviews, and what can be done with the round."""
    kinds = {kind for kind, _about in now.scene.papers}
    names = {f"{kind}:round" for kind in kinds} | (now.scene.due & ROUND_ACTS.keys())
    if "tilsagn" in kinds:
        names |= BULK_ACTS.keys() | OUTBOX_ACTS.keys() | {"tilsagn:outbox"}
    now.judge.try_all(CORE, cells.of_rounds(sorted(names), now.stage, now.papers, now.scene))


def asking(now: Now) -> None:
    now.judge.try_all(EVERYONE, others.of_networks(now.stage, now.papers, now.scene))


def frames(now: Now) -> None:
    """The workbench is for those who follow every case, until the frames are adopted."""
    names = ("allocation:round", "allocation:spreadsheet")
    now.judge.try_all(EVERYONE, cells.of_rounds(names, now.stage, now.papers, now.scene))
    adopted = cells.round_now(now.stage, now.papers, now.scene, TRONDELAG).adopted
    for who in EVERYONE:
        reply = now.judge.callers.call(who, "GET", reverse("allocation:round", args=[now.stage.round.pk]))
        assert (b'name="grant"' in reply.body) == (not adopted and follows_every_case(who, TRONDELAG)), who
        assert (b"/regneark/" in reply.body) == (adopted and takes_part(who, TRONDELAG)), who


def all_documents(now: Now) -> None:
    """Every document that the year has left, in both counties, and those that aren't there."""
    for pk, paper in now.papers.by_pk.items():
        route = f"{cells.space_of(paper.kind)}:case"
        now.judge.try_all(CORE, [Cell(route, reverse(route, args=[pk]), paper)])
    for kind in (*KINDS, *PLAN_KINDS):
        now.judge.try_all(CORE, cells.of_no_paper(kind))


def all_rounds(now: Now) -> None:
    names = [name for name, route in ROUTES.items() if route.on is On.ROUND]
    now.judge.try_all(CORE, cells.of_rounds(names, now.stage, now.papers, now.scene))


def everything_else(now: Now) -> None:
    now.judge.try_all(CORE, others.of_everything_else(now.stage, now.papers, now.scene))
    passkeys = list(others.of_passkeys(now.stage))
    now.judge.try_all(CORE, passkeys)
    now.judge.try_all([BY_NAME["doris"]], [cell for cell in passkeys if cell.thing])


def surveys(now: Now) -> None:
    """Kartlegging, and the pages where people answer without signing in."""
    now.judge.try_all(CORE, survey_cells.of_surveys(now.stage))
    signed_in = [who for who in EVERYONE if who.signed_in]
    actors = {who.name: today_as(now.stage.world, who.name) for who in signed_in}
    shown = {
        (who.name, about)
        for group, about in survey_cells.groups()
        for who in signed_in
        if groups_visible_to(actors[who.name], group.release.survey).filter(pk=group.pk).exists()
    }
    assert shown == {
        (who.name, about)
        for _group, about in survey_cells.groups()
        for who in signed_in
        if results.reading(who, about) is Answer.PAGE
    }  # wherever a result is used, and not on its own page alone


def telling(now: Now) -> None:
    """What each is told, and chooses."""
    now.judge.try_all(EVERYONE, telling_cells.of_telling(now.stage))


def search(now: Now) -> None:
    """What people look for again is their own. Each finds what has a page for them, and nothing else."""
    now.judge.try_all(CORE, search_cells.of_search(now.stage))
    assert kept_otherwise() == []
    hits = search_cells.hits(thorough=now.judge.thorough)
    assert {hit.kind for hit in hits} == set(Kind)
    for who in [who for who in (EVERYONE if now.judge.thorough else (*CORE, BY_NAME["rita"])) if who.signed_in]:
        found = set(visible_to(today_as(now.stage.world, who.name)).values_list("pk", flat=True))
        opened = {hit.pk for hit in hits if now.judge.callers.call(who, "GET", hit.get_absolute_url()).status == 200}
        assert found & {hit.pk for hit in hits} == opened, who


def forms(now: Now) -> None:
    """What the county asks: for those who administer it."""
    now.judge.try_all(CORE, form_cells.of_forms(now.stage))


def forum(now: Now) -> None:
    """The forum's room: its seats, its meetings, and each matter for those who are free to take part in it."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], forum_cells.of_forum(now.stage))


def ranking(now: Now) -> None:
    """Applications, the groups that score them, and the rankings of networks and forum."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], ranking_cells.of_ranking(now.stage))


def money(now: Now) -> None:
    """Awards, what is decided about them, and their payments."""
    now.judge.try_all((*CORE, BY_NAME["doris"], BY_NAME["odin"]), money_cells.of_money(now.stage))


def catalogue(now: Now) -> None:
    """The county's catalogue: all who take part there read it, and two roles keep it."""
    now.judge.try_all(CORE, catalogue_cells.of_catalogue(now.stage))


def events(now: Now) -> None:
    """Events: for those invited, those who arrange them, and whoever has a ticket."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], event_cells.of_events(now.stage))


def groups(now: Now) -> None:
    """Groups: for their members, and for those who lead them."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], group_cells.of_groups(now.stage))


def desks(now: Now) -> None:
    """The koordinator's desk: for the koordinator."""
    now.judge.try_all(EVERYONE, desk_cells.of_desks(now.stage))


def delivery(now: Now) -> None:
    """What is carried out, the puljer, and a unit's own development."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], delivery_cells.of_delivery(now.stage))


def uptake(now: Now) -> None:
    """Who has been through what: numbers, for those who work there, own it, carry it on or follow it."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], uptake_cells.of_uptake(now.stage))


def pictures(now: Now) -> None:
    """Need, tiltak, money, people and change of a party: for those who work there, own it, carry it on or follow it."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], picture_cells.of_pictures(now.stage))


def oppfolging(now: Now) -> None:
    """Oppfølgingsordningen: for the municipality, and for Statsforvalteren."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], oppfolging_cells.of_oppfolging(now.stage))


def archive(now: Now) -> None:
    """The journal that is for all, and the cases that are for Statsforvalteren."""
    now.judge.try_all(CORE, archive_cells.of_archive(now.stage))


def syntheses(now: Now) -> None:
    """Syntheses: for those who make them, and for those they are published to."""
    now.judge.try_all([*CORE, BY_NAME["rita"]], synthesis_cells.of_syntheses(now.stage))


def opened(now: Now) -> None:
    """What anyone may read, whoever they are: once it has been told."""
    now.judge.try_all(CORE, opened_cells.of_open(now.stage))


def methods(now: Now) -> None:
    """Those that a page doesn't take, and HEAD, on one address of every route."""
    people = EACH_ROLE if now.judge.thorough else [BY_NAME[name] for name in ("eva", "anonymous")]
    for cell in one_of_each(now):
        route = ROUTES[cell.route]
        not_taken = [method for method, rule in (("GET", route.get), ("POST", route.post)) if not rule]
        now.judge.try_all(people, [cell], ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", *not_taken))


def files(now: Now) -> None:
    """LibreOffice opens every file for it that a page gives, and finds the headings that we wrote."""
    people = [who for who in EVERYONE if who.signed_in]
    with TemporaryDirectory() as folder:
        kept = office.kept_in(Path(folder))
        for cell in one_of_each(now):
            may = ROUTES[cell.route].get
            reader = next((who for who in people if may and may(who, cell.thing) is Answer.PAGE), None)
            if reader and not ROUTES[cell.route].public:
                kept.keep(cell.route, now.stage.callers.client(reader).get(cell.address, {"som": "xlsx"}))
        assert len(kept.spreadsheets) >= 25
        assert len(kept.texts) >= 1
        kept.open_all()


def tokens(now: Now) -> None:
    """A post without a token is refused, on every route that takes one, before it is asked who it is from."""
    posted = [cell for cell in one_of_each(now) if ROUTES[cell.route].post and not ROUTES[cell.route].by_code]
    for name in ("eva", "siri", "kari", "ada") if now.judge.thorough else ("eva",):
        client = now.stage.callers.without_token(BY_NAME[name])
        answers = {cell.route: client.post(cell.address, cell.posted).status_code for cell in posted}
        assert answers == dict.fromkeys(answers, 403), name


def one_of_each(now: Now) -> list[Cell]:
    """One address of every route that there is, about something that is there."""
    found: dict[str, Cell] = {}
    for cell in _all_cells(now):
        if cell.thing is not None or ROUTES[cell.route].on is On.NOTHING:
            found.setdefault(cell.route, cell)
    assert set(found) == set(ROUTES)
    return list(found.values())


def _all_cells(now: Now) -> Iterator[Cell]:
    yield from others.of_everything_else(now.stage, now.papers, now.scene)
    yield from others.of_passkeys(now.stage)
    yield from survey_cells.of_surveys(now.stage)
    yield from form_cells.of_forms(now.stage)
    yield from telling_cells.of_telling(now.stage)
    yield from search_cells.of_search(now.stage)
    yield from forum_cells.of_forum(now.stage)
    yield from ranking_cells.of_ranking(now.stage)
    yield from money_cells.of_money(now.stage)
    yield from catalogue_cells.of_catalogue(now.stage)
    yield from event_cells.of_events(now.stage)
    yield from group_cells.of_groups(now.stage)
    yield from desk_cells.of_desks(now.stage)
    yield from delivery_cells.of_delivery(now.stage)
    yield from uptake_cells.of_uptake(now.stage)
    yield from picture_cells.of_pictures(now.stage)
    yield from oppfolging_cells.of_oppfolging(now.stage)
    yield from archive_cells.of_archive(now.stage)
    yield from synthesis_cells.of_syntheses(now.stage)
    yield from opened_cells.of_open(now.stage)
    yield from cells.of_rounds(
        [n for n, route in ROUTES.items() if route.on is On.ROUND], now.stage, now.papers, now.scene
    )
    for kind in (*KINDS, "plan_project"):
        sent = (each for each in now.papers.by_pk.values() if each.sent and each.county == TRONDELAG)
        about = next(each.about for each in sent if each.kind == kind)
        yield from cells.of_paper(now.stage.document(kind, about), now.papers)


ASPECTS: dict[str, tuple[Callable[[Now], None], ...]] = {
    "opened": (asking, frames),
    "adopted": (rounds, frames),
    "approved": (
        documents,
        all_documents,
        all_rounds,
        everything_else,
        surveys,
        telling,
        search,
        forms,
        forum,
        ranking,
        money,
        catalogue,
        events,
        groups,
        desks,
        delivery,
        uptake,
        pictures,
        oppfolging,
        archive,
        syntheses,
        opened,
        files,
        methods,
        tokens,
    ),
}
TRIED = [(scene, aspect) for scene in SCENES for aspect in ASPECTS.get(scene.name, (documents, rounds))]


def _each(*, thorough: bool) -> pytest.MarkDecorator:
    tried = [pytest.param((scene, thorough), aspect, id=f"{scene.name}-{aspect.__name__}") for scene, aspect in TRIED]
    return pytest.mark.parametrize(("now", "aspect"), tried, indirect=["now"])


@pytest.mark.django_db
@_each(thorough=False)
def test_reality_is_as_the_policy_says(now: Now, aspect: Callable[[Now], None]) -> None:
    _try(now, aspect)


@pytest.mark.soak
@pytest.mark.django_db
@_each(thorough=True)
def test_reality_is_as_the_policy_says_of_everything_there_is(now: Now, aspect: Callable[[Now], None]) -> None:
    _try(now, aspect)


def _try(now: Now, aspect: Callable[[Now], None]) -> None:
    before = fingerprint()
    aspect(now)
    assert now.judge.faults == {}
    assert fingerprint() == before
