"""Where people answer. No sign-in, no cookie, no session: whoever has a code or a link may answer with it.

The pages are exempt from the check against forged posts, since there is nothing of the person's to misuse:
a browser sends no right along with these posts, only what is typed in them.
"""

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.cycle.clock import now
from laget.need.surveys import answer_pages, guesses, respondents
from laget.need.surveys.actions import CodeUsed, NotOpen, give_answer
from laget.need.surveys.answer_pages import PREFIX, Problem
from laget.need.surveys.answer_texts import chosen_language
from laget.need.surveys.answers import BadAnswers, read_answers
from laget.need.surveys.instrument_file import Layer
from laget.need.surveys.respondents import Respondent


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code; then, when it is posted, show the questions, with what may be filled in already."""
    if request.method == "GET":
        return _page("answer_start", chosen_language(request.GET.get("sprak")))
    return _for_respondent(request, lambda who: _questions(request, who, problem=None))


@login_not_required
@require_GET
def link(request: HttpRequest, link: str) -> HttpResponse:
    """The page of a unit where everyone answers by the same link: first as what, then the questions."""
    unit = respondents.unit_by_link(link)
    if unit is None:
        return _page("answer_closed", chosen_language(request.GET.get("sprak")), status=404)
    layers = respondents.layers_of(unit)
    chosen = request.GET.get("lag", layers[0] if len(layers) == 1 else "")
    if chosen in layers:
        return _unless_closed(
            request, Respondent(unit, Layer(chosen)), lambda who: _questions(request, who, problem=None)
        )
    language = chosen_language(request.GET.get("sprak"), usual=unit.party.language)
    return HttpResponse(answer_pages.layer_page(link, unit.party.name, layers, unit.survey, language))


@login_not_required
@csrf_exempt
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    return _for_respondent(request, lambda who: _keep(request, who))


@login_not_required
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """The same for everyone: nothing here tells who has been here, or what they answered."""
    return _page("answer_thanks", chosen_language(request.GET.get("sprak")))


def _for_respondent(request: HttpRequest, then: Callable[[Respondent], HttpResponse]) -> HttpResponse:
    """Find out what the one who posts may answer, or ask for the code again."""
    if request.POST.get("lenke"):
        who = respondents.by_link(request.POST["lenke"], request.POST.get("lag", ""))
        return _unless_closed(request, who, then) if who else _page("answer_closed", _language(request), status=404)
    typed = request.POST.get("code", "")
    if not typed.strip():
        return _page("answer_start", _language(request), status=422, problem="no_code")
    if guesses.too_many_from(request):
        return _page("answer_start", _language(request), status=429, problem="too_many")
    who = respondents.by_code(typed)
    if who is None:
        guesses.note_wrong_from(request)
        return _page("answer_start", _language(request), status=422, problem="unknown_code", typed=typed)
    return _unless_closed(request, who, then)


def _unless_closed(request: HttpRequest, who: Respondent, then: Callable[[Respondent], HttpResponse]) -> HttpResponse:
    if not who.may_answer(day=now().date()):
        return _page("answer_closed", _language(request, who), status=409)
    return then(who)


def _questions(request: HttpRequest, who: Respondent, *, problem: Problem | None) -> HttpResponse:
    if who.used:
        return _page("answer_used", _language(request, who), status=409)
    content = answer_pages.answer_page(
        who,
        _language(request, who),
        ballot=_ballot(request.POST),
        link=who.unit.open_link,
        typed=_typed(request.POST),
        problem=problem,
    )
    return HttpResponse(content, status=422 if problem else 200)


def _keep(request: HttpRequest, who: Respondent) -> HttpResponse:
    """Keep the answer, or show the page again with all of it and what has to be mended."""
    try:
        answers = read_answers(who.survey.instrument, who.layer, _typed(request.POST))
    except BadAnswers as bad:
        return _questions(request, who, problem=_problem_with(who, bad.key))
    if not answers:
        return _questions(request, who, problem=Problem("nothing"))
    try:
        give_answer(who.unit, ballot=_ballot(request.POST), layer=who.layer, answers=answers, code=who.code)
    except CodeUsed:
        return _page("answer_used", _language(request, who), status=409)
    except NotOpen:
        return _page("answer_closed", _language(request, who), status=409)
    return HttpResponseRedirect(f"{reverse('answer:thanks')}?sprak={_language(request, who)}")


def _problem_with(who: Respondent, key: str) -> Problem:
    asked = who.survey.instrument.asked_of(who.layer).get(key)
    return Problem("too_long" if asked and asked.item.kind == "text" else "not_an_answer", item=key)


def _typed(posted: QueryDict) -> dict[str, list[str]]:
    """What is filled in, by item."""
    return {name.removeprefix(PREFIX): values for name, values in posted.lists() if name.startswith(PREFIX)}


def _ballot(posted: QueryDict) -> uuid.UUID:
    """Drawn when the page is first shown, and the same however often it is sent."""
    try:
        return uuid.UUID(posted.get("ballot", ""))
    except ValueError:
        return uuid.uuid4()


def _language(request: HttpRequest, who: Respondent | None = None) -> str:
    usual = who.unit.party.language if who else "nb"
    return chosen_language(request.GET.get("sprak"), usual=usual)


def _page(name: str, language: str, *, status: int = 200, **context: str) -> HttpResponse:
    return HttpResponse(answer_pages.page(name, language, **context), status=status)
