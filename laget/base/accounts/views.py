from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts import actions, queries
from laget.base.accounts.forms import PlaceForm, RoleForm
from laget.base.accounts.http import Request
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.ui.paging import page_of

MOST_PLACES = 60  # to choose among in one list


@require_GET
def me(request: Request) -> HttpResponse:
    """Who I am here, what I may act for, and how I sign in."""
    roles = HeldRole.objects.filter(person=request.actor.person).select_related("party").order_by("-valid_from", "pk")
    return render(request, "accounts/me.html", {"roles": roles})


@require_GET
def people(request: Request) -> HttpResponse:
    if not request.actor.holds_anywhere(Role.ADMINISTRATOR):
        raise Http404
    found, words = queries.roles_visible_to(request.actor), request.GET.get("sok", "")
    if words:
        found = found.filter(person__name__icontains=words)
    return render(request, "accounts/people.html", {"page": page_of(request, found), "words": words})


@require_http_methods(["GET", "POST"])
def give_role(request: Request) -> HttpResponse:
    """First which role and where, in the address; then who and from when."""
    if not request.actor.holds_anywhere(Role.ADMINISTRATOR):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    words = request.GET.get("sok", "")
    place = PlaceForm({"role": asked["role"], "sok": words} if "role" in asked else None)
    if not place.is_valid():
        return render(request, "accounts/give_role.html", {"place": place}, status=422 if place.errors else 200)
    role = Role(place.cleaned_data["role"])
    places = queries.places_managed_by(request.actor, role, words=words)
    if request.method == "POST":
        form = RoleForm(request.POST, places=places)
        if form.is_valid() and _given(request, role, form):
            messages.success(request, _("%(name)s har fått rollen.") % {"name": form.cleaned_data["name"]})
            return redirect("accounts:people")
    else:
        only = places.first() if places.count() == 1 else None
        form = RoleForm(places=places, initial={"first": request.today, "party": only})
    context = {"place": place, "role": role, "found": places.count(), "most": MOST_PLACES, "form": form}
    return render(request, "accounts/give_role.html", context, status=422 if form.errors else 200)


def _given(request: Request, role: Role, form: RoleForm) -> bool:
    """Whether the role was given. What kept it from being so is told at the day it would begin."""
    given = form.cleaned_data
    try:
        actions.give_role(
            queries.managing_county(request.actor, given["party"]),
            email=given["email"],
            name=given["name"],
            role=role,
            party=given["party"],
            first=given["first"],
            last=given["last"],
            actor=request.actor,
            at=request.now,
        )
    except actions.RoleDoesNotFit as problem:
        form.add_error("first", str(problem))
        return False
    return True


@require_POST
def end_role(request: Request, pk: int) -> HttpResponse:
    held = get_object_or_404(queries.roles_visible_to(request.actor), pk=pk)
    actions.end_role(held, queries.managing_county(request.actor, held.party), actor=request.actor, at=request.now)
    messages.success(request, _("%(name)s har ikke lenger rollen.") % {"name": held.person})
    return redirect("accounts:people")


@login_not_required
@require_http_methods(["GET", "POST"])
def pick(request: Request) -> HttpResponse:
    """Sign in as a sample person. There is no such page outside the demo, and no one else to pick."""
    if not settings.PICK_PERSON:
        raise Http404
    if request.method == "POST":
        person = get_object_or_404(queries.sample_people(), pk=request.POST.get("person"))
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("insight:tasks")
    words = request.GET.get("sok", "")
    held = queries.found_by(words, HeldRole.objects.at(request.today).filter(person__in=queries.sample_people()))
    groups: dict[str, list[HeldRole]] = defaultdict(list)
    for each in held.select_related("person", "party").order_by("party__sort_key", "person__sort_key"):
        groups[str(Role(each.role).label)].append(each)
    order = [str(role.label) for role in Role if str(role.label) in groups]
    context = {"groups": [(label, groups[label]) for label in order], "words": words}
    return render(request, "accounts/pick.html", context)
