"""The year of a network, what it has put there itself, and what calendar programs read."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laget.base.accounts.actor import actor_for
from laget.base.accounts.http import Request
from laget.base.accounts.queries import networks_visible_to
from laget.base.actors.models import Network
from laget.base.cycle import calendar_actions
from laget.base.cycle.asked import audience_in, year_in
from laget.base.cycle.calendar_actions import hash_of
from laget.base.cycle.calendar_forms import OwnEntryForm, as_written
from laget.base.cycle.calendar_models import CalendarEntry
from laget.base.cycle.calendar_queries import entries_of, entries_visible_to
from laget.base.cycle.feed import feed_of
from laget.base.cycle.permissions import may_keep_year_of
from laget.base.cycle.queries import occasions, own_dates, rule_sets_of
from laget.base.cycle.telling_models import CalendarAddress
from laget.base.cycle.wheel import wheel_of
from laget.base.cycle.wheels import AUDIENCES, asked_in, for_audience, rows_of
from laget.base.refusals import ChangedMeanwhile
from laget.base.ui.numbers import whole_number


@require_http_methods(["GET", "POST"])
def network(request: Request, pk: UUID) -> HttpResponse:
    """A network's own wheel: the county's year with the dates it has set itself, and what it does."""
    found = get_object_or_404(networks_visible_to(request.actor).select_related("county"), pk=pk)
    form = OwnEntryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_keep_year_of(request.actor, found.pk):
            raise PermissionDenied
        if form.is_valid():
            own = form.own()
            added = calendar_actions.add_to_year(found, own, actor=request.actor, at=request.now)
            messages.success(request, _("%(title)s står i nettverkets årshjul.") % {"title": added.title})
            return redirect(f"{request.path}?aar={added.first.year}")
    return _network_page(request, found, form)


def _network_page(request: Request, found: Network, form: OwnEntryForm) -> HttpResponse:
    assert found.county is not None
    year, audience = year_in(request), audience_in(request)
    own = own_dates([found.pk]).get(found.pk)
    shown = for_audience(occasions(rule_sets_of(found.county.as_county), year, own=own), audience)
    entries = entries_of(found, request.actor, first=date(year, 1, 1), last=date(year, 12, 31))
    context = {
        "network": found,
        "form": form,
        "may_keep": may_keep_year_of(request.actor, found.pk),
        "year": year,
        "audience": audience,
        "audiences": AUDIENCES,
        "occasions": shown,
        "conflicts": [each for each in shown if each.conflicts],
        "rows": rows_of(shown, year, entries=entries, audience=audience),
        "wheel": wheel_of(
            shown,
            county=found.key,
            year=year,
            today=request.today,
            entries=[each for each in entries if not each.cancelled_at],
            nationals=asked_in(year, audience),
        ),
    }
    return render(request, "cycle/network.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def entry(request: Request, pk: UUID) -> HttpResponse:
    """What a network has put in its year. Those who lead it change it here."""
    found = get_object_or_404(_own_entries(request), pk=pk)
    may_keep = may_keep_year_of(request.actor, found.network_id) and not found.cancelled_at
    form = OwnEntryForm(request.POST if request.method == "POST" else None, initial=as_written(found))
    if request.method == "POST":
        if not may_keep_year_of(request.actor, found.network_id):
            raise PermissionDenied
        if form.is_valid() and _changed(request, found, form):
            return redirect(found.address)
    context = {"entry": found, "form": form, "may_keep": may_keep}
    return render(request, "cycle/entry.html", context, status=422 if form.errors else 200)


def _changed(request: Request, found: CalendarEntry, form: OwnEntryForm) -> bool:
    try:
        own = form.own()
        calendar_actions.change_in_year(found.pk, own, sequence=_seen(request), actor=request.actor, at=request.now)
    except ChangedMeanwhile as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Endringen er lagret. Den kommer også i kalenderne til dem det gjelder."))
    return True


@require_POST
def call_off(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(_own_entries(request), pk=pk)
    try:
        calendar_actions.call_off_in_year(found.pk, sequence=_seen(request), actor=request.actor, at=request.now)
    except ChangedMeanwhile:
        messages.error(
            request, _("Noen andre har endret dette. Se over, og avlys på nytt om det fortsatt skal avlyses.")
        )
    else:
        messages.success(request, _("%(title)s er avlyst. De det gjelder, får vite det.") % {"title": found.title})
    return redirect(found.address)


@login_not_required
@require_safe
def feed(request: Request, secret: str) -> HttpResponse:
    """The dates of the one whose address it is, by the roles they hold today. Whoever has the address may read them."""
    found = CalendarAddress.objects.filter(sha256=hash_of(secret), person__is_active=True).select_related("person")
    address = found.first()
    if address is None:
        raise Http404
    if address.read_at is None or timezone.localdate(address.read_at) != request.today:
        CalendarAddress.objects.filter(pk=address.pk).update(read_at=request.now)
    content = feed_of(actor_for(address.person, day=request.today), at=request.now)
    headers = {"Content-Disposition": 'inline; filename="laget.ics"', "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _own_entries(request: Request) -> QuerySet[CalendarEntry]:
    return entries_visible_to(request.actor).exclude(network=None).select_related("network")


def _seen(request: Request) -> int:
    """Which of the changes one had seen."""
    return whole_number(request.POST.get("sequence", ""), -1)
