import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle.queries import visible_round
from laget.base.questions.forms import seen_revision
from laget.base.questions.overview import overview_page
from laget.base.questions.pages import case_page, check_page, returned
from laget.base.questions.queries import open_document, visible_document
from laget.need.behovsmelding import actions, permissions, queries
from laget.need.behovsmelding.models import Behovsmelding
from laget.need.tiltak import plans
from laget.rules.words import listed


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    found = visible_round(request.actor, pk)
    to_ask = queries.lacking(queries.networks_to_ask(request.actor, found), found, day=request.today)
    return overview_page(request, "behovsmelding/round.html", found, Behovsmelding, to_ask=to_ask)


@require_POST
def ask(request: Request, pk: int, network: uuid.UUID) -> HttpResponse:
    found = visible_round(request.actor, pk)
    asking = get_object_or_404(queries.networks_to_ask(request.actor, found), pk=network)
    asked = actions.ask_owners(found, network=asking, actor=request.actor, at=request.now)
    if asked.owners:
        said = ngettext(
            "%(n)d eier har fått oppgaven, og virksomhetene til eieren også.",
            "%(n)d eiere har fått oppgaven, og virksomhetene deres også.",
            len(asked.owners),
        )
        messages.success(request, said % {"n": len(asked.owners)})
    elif asked.virksomheter:
        number = len(asked.virksomheter)
        said = ngettext("%(n)d virksomhet til har fått oppgaven.", "%(n)d virksomheter til har fått oppgaven.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Alle eierne og virksomhetene i nettverket var allerede spurt."))
    return redirect("behovsmelding:round", pk)


@require_GET
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    behovsmelding = open_document(request.actor, Behovsmelding, pk)
    return case_page(
        request,
        "behovsmelding/case.html",
        behovsmelding,
        can_submit=permissions.can_submit(request.actor, behovsmelding),
        can_return=permissions.can_return(request.actor, behovsmelding),
        challenges=queries.challenges(behovsmelding),
    )


@require_GET
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    behovsmelding = visible_document(request.actor, Behovsmelding, pk)
    if not permissions.can_submit(request.actor, behovsmelding):
        return redirect(behovsmelding)
    missing = queries.not_sent_to(behovsmelding)
    warning = _("Disse har ikke sendt vurderingen sin: %(names)s. Sender du nå, er de ikke med.")
    return check_page(
        request,
        behovsmelding,
        warnings=[warning % {"names": listed(missing)}] if missing else [],
        submit=reverse("behovsmelding:submit", args=[pk]),
        button=_("Send til nettverket"),
        tells=(_APPLIES if plans.applies(behovsmelding) else _STATES_A_NEED) % {"network": behovsmelding.network},
    )


_STATES_A_NEED = gettext_lazy(
    "Når du sender, tar %(network)s den med i beslutningsgrunnlaget. Alle i nettverket kan lese den. "
    "Du kan ikke endre den etterpå, uten at koordinatoren sender den tilbake."
)
_APPLIES = gettext_lazy(
    "Når du sender, blir tiltakene rangert sammen med de andre søknadene i fylket. Alle i nettverket %(network)s kan "
    "lese den. Du kan ikke endre den etterpå, uten at koordinatoren sender den tilbake."
)


@require_POST
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    version = actions.submit_behovsmelding(
        pk, revision=seen_revision(request.POST), actor=request.actor, at=request.now
    )
    messages.success(request, _("Behovsmeldingen er sendt til %(network)s.") % {"network": version.document.network})
    return redirect("behovsmelding:case", pk)


@require_POST
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    behovsmelding = visible_document(request.actor, Behovsmelding, pk)
    return returned(request, behovsmelding, actions.return_behovsmelding, says=_("Behovsmeldingen er sendt tilbake."))
