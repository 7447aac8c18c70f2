"""The letter: as it will look, as it went out, as a copy to edit, and the texts it is made of."""

import uuid

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from laget.base.accounts.http import Request
from laget.base.actors.models import Language
from laget.base.cycle.models import Round
from laget.base.cycle.queries import visible_round
from laget.base.questions.queries import visible_document
from laget.base.questions.word import WORD
from laget.grant.tilsagn import permissions, queries
from laget.grant.tilsagn.example import OUTCOMES, example_of, texts_side_by_side
from laget.grant.tilsagn.letter_text import text_of
from laget.grant.tilsagn.letters import content_of, set_letter, set_text
from laget.grant.tilsagn.models import Letter, Tilsagn
from laget.grant.tilsagn.outgoing import file_name
from laget.grant.tilsagn.word import word_of
from laget.rules.names import slug


@require_GET
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How the letter will look, while it can still be changed."""
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    if not permissions.may_preview(request.actor, tilsagn):
        raise Http404
    prepared = tilsagn.proposed_by or request.actor.person
    pdf = set_letter(tilsagn, on=request.today, prepared=prepared.name)
    return HttpResponse(pdf, content_type=PDF)


@require_GET
def letter(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """The letter as it was made, byte for byte."""
    found = queries.letters_about(pk, request.actor).filter(kind=Letter.Kind.TILSAGN).first()
    if found is None:
        raise Http404
    return _file(found)


@require_GET
def case(request: Request, pk: int) -> HttpResponse:
    """A letter, and where it has got to: what one comes to from the case that it is about."""
    found, actor = _letter(request, pk), request.actor
    context = {
        "letter": found,
        "may_complain": permissions.may_complain(actor, found),
        "may_correct": permissions.may_correct(actor, found),
        "can_send": permissions.can_send_letter(actor, found),
        "can_stop": permissions.can_stop(actor, found),
        "can_resend": permissions.can_resend(actor, found),
    }
    return render(request, "tilsagn/letter.html", context)


@require_GET
def file(request: Request, pk: int) -> HttpResponseBase:
    """The same letter, byte for byte."""
    return _file(_letter(request, pk))


@require_GET
def word(request: Request, pk: uuid.UUID) -> HttpResponse:
    """For those who must edit: marked on every page as not the sealed letter."""
    tilsagn = visible_document(request.actor, Tilsagn, pk)
    if not permissions.may_preview(request.actor, tilsagn):
        raise Http404
    made = queries.letters_about(pk, request.actor).first()
    prepared = tilsagn.proposed_by or request.actor.person
    text = text_of(tilsagn)
    content = made.said if made else content_of(text, on=request.today, prepared=prepared.name)
    return HttpResponse(
        word_of(content, copy=text.words("copy")),
        content_type=WORD,
        headers=_named(f"kopi-vedtak-{tilsagn.round.year}-{slug(tilsagn.subject.name)}.docx"),
    )


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
    found = visible_round(request.actor, pk)
    if not permissions.follows_letters(request.actor, found.county_id):
        raise Http404
    return found


def _letter(request: Request, pk: int) -> Letter:
    return get_object_or_404(queries.letters_visible_to(request.actor), pk=pk)


def _file(letter: Letter) -> HttpResponseBase:
    return FileResponse(letter.file.open("rb"), as_attachment=True, filename=file_name(letter), content_type=PDF)


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


PDF = "application/pdf"
