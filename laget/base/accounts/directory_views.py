"""Who takes part: organisations, networks, partners and the forum. Here, since the pages need to know who looks."""

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts import queries
from laget.base.accounts.forms import CountFileForm, RegisterFileForm
from laget.base.accounts.http import Request
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.actions import import_counts, import_register
from laget.base.actors.count_file import read_counts
from laget.base.actors.files import BadFile
from laget.base.actors.models import Forum, Kind, Membership, Network, Organisation, Ownership, Partnership
from laget.base.actors.register_file import read_register
from laget.base.ui.paging import page_of
from laget.base.ui.spreadsheet import Sheet, download


@require_GET
def organisations(request: Request) -> HttpResponse:
    """Every organisation in the counties this person takes part in: filtered by the address, exported as filtered."""
    owner = Ownership.objects.at(request.today).filter(organisation=OuterRef("pk")).values("owner__name")[:1]
    found = Organisation.objects.filter(county__in=request.actor.counties).annotate(owner_name=Subquery(owner))
    kind, words = request.GET.get("type", ""), request.GET.get("sok", "")
    if kind in Kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(name__icontains=words)
    if request.GET.get("som") == "xlsx":
        headings = [_("Navn"), _("Organisasjonsnummer"), _("Type"), _("Sektor"), _("Eier")]
        rows = ((o.name, o.number, o.get_kind_display(), o.get_sector_display(), o.owner_name) for o in found)
        return download(_("Organisasjoner"), [Sheet(_("Organisasjoner"), headings, rows)])
    context = {
        "page": page_of(request, found.order_by("sort_key", "pk")),
        "kinds": Kind.choices,
        "chosen": {"type": kind, "sok": words},
    }
    return render(request, "accounts/organisations.html", context | _administers(request))


@require_GET
def organisation(request: Request, number: str) -> HttpResponse:
    found = get_object_or_404(Organisation, number=number, county__in=request.actor.counties)
    context = {
        "organisation": found,
        "ownerships": found.ownerships.select_related("owner").order_by("-valid_from"),
        "placements": found.placements.select_related("municipality").order_by("-valid_from"),
        "memberships": found.memberships.select_related("network").order_by("-valid_from"),
        "counts": found.head_counts.order_by("-year", "group"),
        "owned": found.owned.at(request.today).select_related("organisation").order_by("organisation__sort_key"),
        "roles": HeldRole.objects.at(request.today).filter(party=found).select_related("person").order_by("role", "pk"),
    }
    return render(request, "accounts/organisation.html", context)


@require_GET
def networks(request: Request) -> HttpResponse:
    """The networks with their owners, koordinators and partners, and whom to ask for in each."""
    day = request.today
    partnerships = Partnership.objects.at(day).select_related("partner").prefetch_related("contacts")
    found = Network.objects.filter(county__in=request.actor.counties).prefetch_related(
        Prefetch("partnerships", partnerships.order_by("partner__sort_key")),
        Prefetch("memberships", Membership.objects.at(day).select_related("owner").order_by("owner__sort_key")),
        Prefetch("held_roles", HeldRole.objects.at(day).filter(role=Role.COORDINATOR).select_related("person")),
    )
    forums = Forum.objects.filter(county__in=request.actor.counties).prefetch_related("seats__party")
    return render(request, "accounts/networks.html", {"networks": found, "forums": forums} | _administers(request))


@require_http_methods(["GET", "POST"])
def import_files(request: Request) -> HttpResponse:
    """Take in a file from the registers, or counts. A bad file changes nothing, and every fault in it is shown."""
    county = queries.counties_managed_by(request.actor).first()
    if county is None:
        raise Http404
    by, faults = request.actor.by(county.pk), []
    which = request.POST.get("which") if request.method == "POST" else None
    register = RegisterFileForm(*_posted(request, which, "register"), prefix="register")
    counts = CountFileForm(*_posted(request, which, "counts"), prefix="counts")
    try:
        if which == "register" and register.is_valid():
            units = read_register(register.cleaned_data["file"].read())
            taken = import_register(units, county=county, by=by, at=request.now)
            messages.success(request, _("%(n)d enheter er lagt inn.") % {"n": taken})
            return redirect("accounts:organisations")
        if which == "counts" and counts.is_valid():
            file = counts.cleaned_data["file"]
            rows = read_counts(file.read(), name=file.name)
            taken = import_counts(rows, source=counts.cleaned_data["source"], county=county, by=by, at=request.now)
            messages.success(request, _("%(n)d tall er lagt inn.") % {"n": taken})
            return redirect("accounts:organisations")
    except BadFile as bad:
        faults = bad.faults
    failed = bool(faults or register.errors or counts.errors)
    context = {"register": register, "counts": counts, "faults": faults}
    return render(request, "accounts/import.html", context, status=422 if failed else 200)


def _posted(request: Request, which: str | None, form: str) -> tuple[Any, Any]:
    """What was posted, to the form it was posted to."""
    return (request.POST, request.FILES) if which == form else (None, None)


def _administers(request: Request) -> dict[str, bool]:
    return {"administers": request.actor.holds_anywhere(Role.ADMINISTRATOR)}
