"""A ranking as a spreadsheet: what stands on the page, and no more to someone who is tied than there."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from laget.base.questions.display import blocks
from laget.base.ui.spreadsheet import Sheet
from laget.grant.ranking.board import Board
from laget.grant.ranking.models import Answered
from laget.grant.ranking.score_actions import layout_of


def sheets(board: Board) -> list[Sheet]:
    headings = [
        *(_("Plass"), _("Plass etter poeng"), _("Tiltak"), _("Søker"), _("Nettverk"), _("Nettverkets plass")),
        *(_("Poeng"), _("Har vurdert"), _("Mangler"), _("Inhabile")),
        *(_("Søkt"), _("Sum så langt"), _("Får"), _("Begrunnelse")),
    ]
    money = [
        (_("Penger til søknadene"), board.money),
        (_("Søkt"), board.asked),
        (_("Får"), board.granted),
        (_("Igjen"), board.cut.left),
    ]
    ranking = Sheet(_("Rangering"), headings, _rows(board), plain=frozenset({0, 1, 5, 7, 8, 9}))
    moves = Sheet(_("Flyttinger"), _of_a_move(), _moves(board), plain=frozenset({2, 3}))
    if not board.ranking.of_forum:
        return [ranking, moves]
    found = [ranking, moves, Sheet(_("Pengene"), [_("Post"), _("Beløp")], money)]
    answered = list(_answered(board))
    heading = [_("Tiltak"), _("Vurdert av"), _("Spørsmål"), _("Svar")]
    return [*found, Sheet(_("Svar fra arbeidsgruppene"), heading, answered)] if answered else found


def _answered(board: Board) -> Iterator[list[Any]]:
    """What members have answered beside the points, but for what the one who looks is tied to."""
    titles = {row.id: row.title for row in board.rows if not row.tied}
    found = Answered.objects.filter(application__in=titles).order_by("application", "person__sort_key")
    for each in found.select_related("person", "application__asked", "application__round__rule_set__stored"):
        for block in blocks(layout_of(each.application), each.answers):
            for entry in block.entries:
                said = entry.text or "; ".join(f"{label}: {', '.join(values)}" for label, values in entry.rows)
                yield [titles[each.application_id], each.person.name, entry.label, said]


def _of_a_move() -> list[str]:
    return [_("Når"), _("Tiltak"), _("Fra plass"), _("Til plass"), _("Begrunnelse"), _("Ført av")]


def _moves(board: Board) -> Iterator[list[Any]]:
    """Every move in order, but for those of what the one who looks is tied to."""
    titles = {row.id: row.title for row in board.rows if not row.tied}
    found = board.ranking.moves.select_related("person").order_by("pk")
    for each in found.filter(application__in=titles):
        yield [each.at, titles[each.application_id], each.before, each.after, each.reason, each.person.name]


def _rows(board: Board) -> Iterator[list[Any]]:
    for row in board.rows:
        value = row.score.value
        seen = not row.tied
        yield [
            *(row.place, row.by_score if seen else None, row.title, row.applicant, row.network, row.network_place),
            float(value) if seen and value is not None else None,
            *((row.score.counted, row.score.missing, row.score.recused) if seen else (None, None, None)),
            *(row.asked, row.sum, row.granted if board.money is not None else None, row.reason if seen else ""),
        ]
