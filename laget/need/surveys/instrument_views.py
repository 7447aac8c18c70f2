"""The instruments: what each asks, as a page and as a file, and new ones taken in by the county's administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts.http import Request
from laget.base.accounts.roles import Role
from laget.base.actors.models import County
from laget.need.surveys import library
from laget.need.surveys.answer_texts import OWN_NAMES, chosen_language
from laget.need.surveys.instrument_file import text
from laget.need.surveys.instrument_forms import InstrumentForm
from laget.need.surveys.instrument_pages import parts_in
from laget.need.surveys.models import StoredInstrument
from laget.need.surveys.problems import InstrumentProblem
from laget.need.surveys.translations import in_full, in_part


@require_GET
def instruments(request: Request) -> HttpResponse:
    """The newest version of each."""
    found = library.visible_to(request.actor).order_by("key", "party_id", "-version").distinct("key", "party_id")
    context = {"instruments": found, "takes_in": request.actor.holds_anywhere(Role.ADMINISTRATOR)}
    return render(request, "surveys/instruments.html", context)


@require_GET
def instrument(request: Request, stored: int) -> HttpResponse:
    found = _stored(request, stored)
    asks, language = found.instrument, chosen_language(request.GET.get("sprak"))
    there = {*in_full(asks), *in_part(asks)}
    context = {
        "stored": found,
        "instrument": asks,
        "language": language,
        "spoken": language if language in in_full(asks) else "nb",
        "languages": {code: name for code, name in OWN_NAMES.items() if code in there},
        "title": text(asks.title, language),
        "purpose": text(asks.purpose, language),
        "intro": text(asks.intro, language),
        "parts": parts_in(asks, language),
    }
    return render(request, "surveys/instrument.html", context)


@require_GET
def instrument_toml(request: Request, stored: int) -> HttpResponse:
    """The file as it was taken in: to translate, change, and take in again as a new version."""
    found = _stored(request, stored)
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.key}-{found.version}.toml"'
    return response


@require_http_methods(["GET", "POST"])
def instrument_new(request: Request) -> HttpResponse:
    """A file with a fault takes in nothing, and every fault is named."""
    mine = request.actor.where(Role.ADMINISTRATOR)
    if not mine:
        raise Http404
    form = InstrumentForm(request.POST or None, request.FILES or None, counties=County.objects.filter(pk__in=mine))
    faults: list[str] = []
    if form.is_valid():
        given = form.cleaned_data
        try:
            taken = library.take_in_instrument(
                given["text"], county=given["county"], actor=request.actor, at=request.now
            )
        except InstrumentProblem as problem:
            faults = list(problem.problems)
        else:
            messages.success(request, _("Spørsmålene er tatt inn. Alle som kan spørre i fylket, kan bruke dem."))
            return redirect("survey:instrument", taken.pk)
    status = 422 if faults or form.errors else 200
    return render(request, "surveys/instrument_new.html", {"form": form, "faults": faults}, status=status)


def _stored(request: Request, pk: int) -> StoredInstrument:
    return get_object_or_404(library.visible_to(request.actor), pk=pk)
