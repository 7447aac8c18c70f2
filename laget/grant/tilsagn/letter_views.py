"""The letter: as it will look, as it went out, as a copy to edit, and the texts it is made of."""

import uuid

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.actors.models import Language
from laget.base.cycle.models import Round
from laget.base.cycle.queries import rounds_visible_to
from laget.base.questions.queries import visible_document
from laget.grant.tilsagn import permissions, queries
from laget.grant.tilsagn.example import OUTCOMES, example_of, texts_side_by_side
from laget.grant.tilsagn.letter_text import text_of
from laget.grant.tilsagn.letters import set_letter, set_text
from laget.grant.tilsagn.models import Tilsagn
from laget.grant.tilsagn.word import WORD, word_of
from laget.rules.names import slug


@require_GET
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How the letter will look, while it can still be changed."""
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    if not permissions.may_preview(request.actor, tilsagn):
        raise Http404
    prepared = tilsagn.proposed_by or request.actor.person
    content = set_letter(tilsagn, on=request.today, prepared=prepared.name)
    return HttpResponse(content, content_type=PDF)


@require_GET
def letter(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """The letter as it was made, byte for byte."""
    found = get_object_or_404(queries.letters_visible_to(request.actor), tilsagn=pk)
    name = f"vedtak-{found.tilsagn.round.year}-{slug(found.tilsagn.subject.name)}-{found.sha256[:8]}.pdf"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type=PDF)


@require_GET
def word(request: Request, pk: uuid.UUID) -> HttpResponse:
    """For those who must edit: marked on every page as not the sealed letter."""
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    if not permissions.may_preview(request.actor, tilsagn):
        raise Http404
    decided = tilsagn.decided_by.name if tilsagn.decided_by else ""
    prepared = tilsagn.proposed_by or request.actor.person
    day = tilsagn.decided_at.date() if tilsagn.decided_at else request.today
    content = word_of(text_of(tilsagn), on=day, prepared=prepared.name, decided=decided)
    return HttpResponse(content, content_type=WORD, headers=_named(f"kopi-vedtak-{tilsagn.round.year}.docx"))


@require_GET
def texts(request: Request, pk: int) -> HttpResponse:
    """What letters say, in both languages side by side."""
    found = _round(request, pk)
    context = {"round": found, "texts": texts_side_by_side(found.file), "outcomes": OUTCOMES, "languages": Language}
    return render(request, "tilsagn/texts.html", context)


@require_GET
def example(request: Request, pk: int) -> HttpResponse:
    """A letter with an invented recipient: granted, granted in part, or refused, in either language."""
    found = _round(request, pk)
    outcome, language = request.GET.get("utfall", "grant"), request.GET.get("maalform", "nb")
    if outcome not in OUTCOMES or language not in Language:
        raise Http404
    text = example_of(found, outcome, Language(language))
    content = set_text(text, on=request.today, prepared=request.actor.person.name)
    return HttpResponse(content, content_type=PDF)


def _round(request: Request, pk: int) -> Round:
    found = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    if not permissions.follows_letters(request.actor, found.county_id):
        raise Http404
    return found


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


PDF = "application/pdf"
