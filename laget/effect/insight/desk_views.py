"""The koordinator's desk: the network on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.effect.insight import desk as queries
from laget.effect.insight.desk_actions import remind_late


@require_GET
def desk(request: Request, pk: UUID) -> HttpResponse:
    """Every actor, open task, meeting and deadline of a network; what is late first."""
    network = get_object_or_404(queries.desks_of(request.actor), pk=pk)
    found = queries.desk_of(network, actor=request.actor)
    reminded = queries.reminded_today(network, at=request.now)
    others = {(task.party_id, task.role) for task in found.late if task.party_id != network.pk}
    context = {
        "desk": found,
        "to_remind": others - reminded,
        "reminded": others & reminded,
        "coming": queries.coming(network, actor=request.actor),
    }
    return render(request, "insight/desk.html", context)


@require_POST
def remind(request: Request, pk: UUID) -> HttpResponse:
    network = get_object_or_404(queries.desks_of(request.actor), pk=pk)
    count = remind_late(network, actor=request.actor, at=request.now)
    if count:
        messages.success(request, _("%(n)d er minnet på det som er forsinket.") % {"n": count})
    else:
        messages.info(request, _("Det er ingen å minne på nå. Hver får høyst én påminnelse om dagen."))
    return redirect("insight:desk", pk=pk)
