"""Who takes part: organisations, networks, partners and the forum. Here, since the pages need to know who looks."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from laget.base.accounts import queries
from laget.base.accounts.actions import set_email, set_language
from laget.base.accounts.forms import AddressForm, CountFileForm, MemberFileForm, RegisterFileForm
from laget.base.accounts.http import Request
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.actors.actions import import_counts, import_members
from laget.base.actors.count_file import read_counts
from laget.base.actors.files import BadFile, content_of
from laget.base.actors.member_file import read_members
from laget.base.actors.models import County, Kind, LanguageDecision, Membership, Ownership, Partnership, Seat
from laget.base.actors.register_actions import import_register
from laget.base.actors.register_file import read_register
from laget.base.audit.record import By
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of


@require_GET
def organisations(request: Request) -> HttpResponse:
    """Every organisation in the counties this person takes part in: filtered by the address, exported as filtered."""
    owner = Ownership.objects.at(request.today).filter(organisation=OuterRef("pk")).values("owner__name")[:1]
    found = queries.organisations_visible_to(request.actor).annotate(owner_name=Subquery(owner))
    kind, words = request.GET.get("type", ""), request.GET.get("sok", "")
    if kind in Kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(name__icontains=words)
    if spreadsheet.wanted(request):
        headings = [_("Navn"), _("Organisasjonsnummer"), _("Type"), _("Sektor"), _("Eier")]
        rows = ((o.name, o.number, o.get_kind_display(), o.get_sector_display(), o.owner_name) for o in found)
        return spreadsheet.download(_("Organisasjoner"), [spreadsheet.Sheet(_("Organisasjoner"), headings, rows)])
    context = {
        "page": page_of(request, found.order_by("sort_key", "pk")),
        "kinds": Kind.choices,
        "chosen": {"type": kind, "sok": words},
    }
    return render(request, "accounts/organisations.html", context | _administers(request))


@require_GET
def organisation(request: Request, number: str) -> HttpResponse:
    found = get_object_or_404(queries.organisations_visible_to(request.actor), number=number)
    context = {
        "organisation": found,
        "ownerships": found.ownerships.select_related("owner").order_by("-valid_from"),
        "placements": found.placements.select_related("municipality").order_by("-valid_from"),
        "memberships": found.memberships.select_related("network").order_by("-valid_from"),
        "counts": found.head_counts.order_by("-year", "group"),
        "owned": found.owned.at(request.today).select_related("organisation").order_by("organisation__sort_key"),
        "roles": queries.roles_shown_at(found, request.actor).order_by("role", "pk"),
        "may_set_email": queries.parties_managed_by(request.actor).filter(pk=found.pk).exists(),
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
def address(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Where letters to a party are mailed, and in which language they are."""
    party = get_object_or_404(queries.parties_managed_by(request.actor), pk=pk)
    organisation = queries.organisations_visible_to(request.actor).filter(pk=pk).first()
    back = (
        reverse("accounts:organisation", args=[organisation.number]) if organisation else reverse("accounts:networks")
    )
    now = {"email": party.email, "language": party.language_decision}
    form = AddressForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        county, given = queries.managing_county(request.actor, party), form.cleaned_data
        by: dict[str, Any] = {"actor": request.actor, "at": request.now}
        if "email" in form.changed_data:
            set_email(party, county, email=given["email"], **by)
        if "language" in form.changed_data:
            set_language(party, county, language=LanguageDecision(given["language"]), **by)
        messages.success(request, _("Postmottaket og målformen til %(name)s er lagret.") % {"name": party})
        return redirect(back)
    context = {"party": party, "form": form, "back": back}
    return render(request, "accounts/address.html", context, status=422 if form.errors else 200)


@require_GET
def networks(request: Request) -> HttpResponse:
    """The networks with their owners, koordinators and partners, and whom to ask for in each."""
    day = request.today
    partnerships = Partnership.objects.at(day).select_related("partner").prefetch_related("contacts")
    found = queries.networks_visible_to(request.actor).prefetch_related(
        Prefetch("partnerships", partnerships.order_by("partner__sort_key")),
        Prefetch("memberships", Membership.objects.at(day).select_related("owner").order_by("owner__sort_key")),
        Prefetch("held_roles", HeldRole.objects.at(day).filter(role=Role.COORDINATOR).select_related("person")),
    )
    seats = Seat.objects.at(day).select_related("party").order_by("pk")
    forums = queries.forums_visible_to(request.actor).prefetch_related(Prefetch("seats", seats))
    return render(request, "accounts/networks.html", {"networks": found, "forums": forums} | _administers(request))


@require_http_methods(["GET", "POST"])
def import_files(request: Request) -> HttpResponse:
    """Take in a file from the registers, or counts. A bad file changes nothing, and every fault in it is shown."""
    county = queries.counties_managed_by(request.actor).first()
    if county is None:
        raise Http404
    which = request.POST.get("which") if request.method == "POST" else None
    forms = {name: form(*_posted(request, which, name), prefix=name) for name, form in _FILE_FORMS.items()}
    posted, faulty = forms.get(which or ""), {}
    if which and posted and posted.is_valid():
        try:
            taken = _take_in(which, posted.cleaned_data, county, by=request.actor.by(county.pk), at=request.now)
        except BadFile as bad:
            faulty = {"faulty": which, "file_name": posted.cleaned_data["file"].name, "faults": bad.faults}
        else:
            messages.success(request, taken)
            return redirect("accounts:organisations")
    failed = faulty or any(form.errors for form in forms.values())
    return render(request, "accounts/import.html", {**forms, **faulty}, status=422 if failed else 200)


_FILE_FORMS = {"register": RegisterFileForm, "counts": CountFileForm, "members": MemberFileForm}


def _take_in(which: str, given: dict[str, Any], county: County, *, by: By, at: datetime) -> str:
    """Take in one file, and say what came of it. Raises BadFile."""
    file = given["file"]
    content = content_of(file)
    match which:
        case "register":
            n = import_register(read_register(content), county=county, by=by, at=at)
            return ngettext("%(n)d enhet er lagt inn.", "%(n)d enheter er lagt inn.", n) % {"n": n}
        case "counts":
            rows = read_counts(content, name=file.name)
            return _("%(n)d tall er lagt inn.") % {
                "n": import_counts(rows, source=given["source"], county=county, by=by, at=at)
            }
        case _:
            n = import_members(read_members(content, name=file.name), county=county, by=by, at=at)
            said = ngettext("%(n)d eier har fått nettverkene sine.", "%(n)d eiere har fått nettverkene sine.", n)
            return said % {"n": n}


def _posted(request: Request, which: str | None, form: str) -> tuple[Any, Any]:
    """What was posted, to the form it was posted to."""
    return (request.POST, request.FILES) if which == form else (None, None)


def _administers(request: Request) -> dict[str, bool]:
    return {"administers": request.actor.holds_anywhere(Role.ADMINISTRATOR)}
