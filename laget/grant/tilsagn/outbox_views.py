"""The outbox on a page: what waits, what has left, what did not arrive; and what can be done about it."""

import uuid
from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.models import Round
from laget.base.cycle.queries import visible_round
from laget.base.questions.shown import as_shown
from laget.base.questions.states import Act
from laget.base.ui import spreadsheet
from laget.base.ui.numbers import whole_number
from laget.base.ui.templatetags.ui import moment
from laget.grant.tilsagn import outbox as actions
from laget.grant.tilsagn import permissions, queries, round_actions
from laget.grant.tilsagn.models import Letter
from laget.rules.transitions import TransitionNotAllowed


@require_GET
def outbox(request: Request, pk: int) -> HttpResponse:
    found = _round(request, pk)
    letters = list(queries.outbox_of(found, request.actor))
    if spreadsheet.wanted(request):
        headings = [_("Mottaker"), _("Brev"), _("Målform"), _("Status"), _("Går ut"), _("Sendt"), _("Til")]
        headings += [_("Hvorfor ikke"), _("Prøves igjen")]
        rows = (
            [
                *(each.recipient.name, str(each), each.get_language_display(), each.get_delivery_display()),
                *(each.leaves_at, each.sent_at, each.sent_to, each.problem, each.again_at),
            ]
            for each in letters
        )
        return spreadsheet.table(_("Utboksen"), headings, rows)
    sendable = list(queries.sendable_by(request.actor).filter(round=found))
    number = Counter(letter.delivery for letter in letters)
    context = {
        "round": found,
        "letters": letters,
        "tally": [(value, label, number[value]) for value, label in Letter.Delivery.choices if number[value]],
        "waiting": [each for each in letters if permissions.can_stop(request.actor, each)],
        "failed": [each for each in letters if permissions.can_resend(request.actor, each)],
        "stopped": [each for each in letters if permissions.can_send_letter(request.actor, each)],
        "sendable": sendable,
        "stopped_before": sum(each.grants and each.delivery == Letter.Delivery.STOPPED for each in letters),
        "sendable_shown": as_shown(sendable),
    }
    return render(request, "tilsagn/outbox.html", context)


@require_POST
def send_all(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    wait = _wait(found)
    shown = request.POST.get("shown", "")
    n = round_actions.send_all(found, shown=shown, actor=request.actor, at=request.now, wait=wait)
    messages.success(request, _("%(n)d brev er lagt i utboksen.") % {"n": n} + _until(request, wait, n=n))
    page = "outbox" if permissions.follows_letters(request.actor, found.county_id) else "round"
    return redirect(f"tilsagn:{page}", pk)


@require_POST
def stop_all(request: Request, pk: int) -> HttpResponse:
    n = round_actions.stop_all(_round(request, pk), actor=request.actor, at=request.now)
    if n:
        messages.success(request, _("%(n)d brev er stoppet. Mottakerne har ikke sett noe.") % {"n": n})
    else:
        messages.info(request, _("Ingen brev er stoppet, for ingen venter. De har gått ut, eller var stoppet fra før."))
    return redirect("tilsagn:outbox", pk)


@require_POST
def send_all_now(request: Request, pk: int) -> HttpResponse:
    found, shown = _round(request, pk), _letters_shown(request.POST)
    n = round_actions.send_all_now(found, shown=shown, actor=request.actor, at=request.now)
    if n:
        messages.success(request, _("%(n)d brev går ut nå.") % {"n": n})
    else:
        messages.info(request, _("Ingen brev venter på å gå ut. Her er utboksen slik den er nå."))
    return redirect("tilsagn:outbox", pk)


@require_POST
def resend_all(request: Request, pk: int) -> HttpResponse:
    found, shown = _round(request, pk), _letters_shown(request.POST)
    n = round_actions.resend_all(found, shown=shown, actor=request.actor, at=request.now)
    if n:
        messages.success(request, _("%(n)d brev sendes på nytt.") % {"n": n})
    else:
        messages.info(request, _("Ingen brev sendes på nytt. Her er utboksen slik den er nå."))
    return redirect("tilsagn:outbox", pk)


@require_POST
def send(request: Request, pk: uuid.UUID) -> HttpResponse:
    tilsagn = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    wait = _wait(tilsagn.round)
    actions.send_tilsagn(pk, actor=request.actor, at=request.now, wait=wait)
    messages.success(request, _("Brevet er lagt i utboksen.") + _until(request, wait))
    return redirect(tilsagn)


@require_POST
def stop(request: Request, pk: uuid.UUID) -> HttpResponse:
    return stop_letter(request, _letter_of(request, pk).pk)


@require_POST
def resend(request: Request, pk: uuid.UUID) -> HttpResponse:
    return resend_letter(request, _letter_of(request, pk).pk)


@require_POST
def send_letter(request: Request, pk: int) -> HttpResponse:
    letter = _handled(request, pk)
    if not permissions.can_send_letter(request.actor, letter):
        return redirect(letter)
    wait = _wait(letter.round)
    actions.send_letter(pk, actor=request.actor, at=request.now, wait=wait)
    messages.success(request, _("Brevet er lagt i utboksen.") + _until(request, wait))
    return _back_from(request, letter)


@require_POST
def stop_letter(request: Request, pk: int) -> HttpResponse:
    letter = _handled(request, pk)
    actions.stop_letter(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Brevet er stoppet. Mottakeren har ikke sett noe."))
    return _back_from(request, letter)


@require_POST
def resend_letter(request: Request, pk: int) -> HttpResponse:
    letter = _handled(request, pk)
    actions.resend_letter(pk, actor=request.actor, at=request.now)
    messages.success(request, _("Brevet sendes på nytt."))
    return _back_from(request, letter)


def _back_from(request: Request, letter: Letter) -> HttpResponse:
    """To the outbox, for those who do one after another there; else to what the letter is of."""
    if "outbox" in request.POST:
        return redirect("tilsagn:outbox", letter.round_id)
    return redirect(letter.page if letter.grants else letter)


def _handled(request: Request, pk: int) -> Letter:
    """A letter that this person sends. Where it has got to is for the act to say."""
    letter = get_object_or_404(queries.letters_visible_to(request.actor), pk=pk)
    if not permissions.may_prepare(request.actor, letter.round.county_id):
        raise Http404
    return letter


def _letter_of(request: Request, pk: uuid.UUID) -> Letter:
    tilsagn = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    if not permissions.may_prepare(request.actor, tilsagn.county_id):
        raise Http404
    letter = queries.letter_of(tilsagn)
    if letter is None:
        raise TransitionNotAllowed(tilsagn.state, Act.SEND)
    return letter


def _round(request: Request, pk: int) -> Round:
    """A round whose outbox this person sees."""
    found = visible_round(request.actor, pk)
    if not permissions.follows_letters(request.actor, found.county_id):
        raise Http404
    return found


def _letters_shown(posted: QueryDict) -> list[int]:
    """The letters that the page had: what has come since, nobody has seen."""
    return [number for each in posted.get("shown", "").split() if (number := whole_number(each)) is not None]


def _wait(round: Round) -> timedelta:
    return timedelta(minutes=round.file.letter.wait)


def _until(request: Request, wait: timedelta, *, n: int = 1) -> str:
    """Until when it can be stopped, or they can."""
    if not wait or not n:
        return ""
    one = _("Det går ut %(leaves)s. Til da kan du stoppe det, og mottakeren ser ingenting.")
    many = _("De går ut %(leaves)s. Til da kan du stoppe dem, og mottakerne ser ingenting.")
    return " " + (one if n == 1 else many) % {"leaves": moment(request.now + wait)}
