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
from laget.base.accounts.forms import RoleForm
from laget.base.accounts.http import Request
from laget.base.accounts.models import HeldRole
from laget.base.accounts.roles import Role
from laget.base.ui.paging import page_of


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
    if not request.actor.holds_anywhere(Role.ADMINISTRATOR):
        raise Http404
    form = RoleForm(request.POST or None, actor=request.actor, initial={"first": request.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_role(
                queries.managing_county(request.actor, given["party"]),
                email=given["email"],
                name=given["name"],
                role=Role(given["role"]),
                party=given["party"],
                first=given["first"],
                last=given["last"],
                actor=request.actor,
                at=request.now,
            )
        except actions.RoleDoesNotFit as problem:
            form.add_error("role", str(problem))
        else:
            messages.success(request, _("%(name)s har fått rollen.") % {"name": given["name"]})
            return redirect("accounts:people")
    return render(request, "accounts/give_role.html", {"form": form}, status=422 if form.errors else 200)


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
    held = (
        HeldRole.objects.at(request.today).filter(person__in=queries.sample_people()).select_related("person", "party")
    )
    if words:
        held = held.filter(party__name__icontains=words) | held.filter(person__name__icontains=words)
    groups: dict[str, list[HeldRole]] = defaultdict(list)
    for each in held.order_by("party__sort_key", "person__sort_key"):
        groups[str(Role(each.role).label)].append(each)
    order = [str(role.label) for role in Role if str(role.label) in groups]
    context = {"groups": [(label, groups[label]) for label in order], "words": words}
    return render(request, "accounts/pick.html", context)
