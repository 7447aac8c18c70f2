"""The way to a ranking: the applications that have come, the working groups, and where each stands."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.cycle.models import Round
from laget.base.cycle.queries import forum_of, visible_round
from laget.base.refusals import NotInOrder
from laget.grant.forum.queries import holders_on
from laget.grant.forum.views import choose
from laget.grant.ranking import actions, permissions, progress, queries
from laget.grant.ranking.asking import deadline_of
from laget.grant.ranking.forms import GroupForm, MemberForm, lift_forms
from laget.grant.ranking.models import Group


@require_GET
def round(request: Request, pk: int) -> HttpResponse:
    """How far it has come, and what is next."""
    found = visible_round(request.actor, pk)
    if not found.file.competitive:
        raise Http404
    prepares, follows = permissions.prepares(request.actor, found), permissions.follows(request.actor, found)
    ranking = queries.ranking_of_forum(found)
    rankings = list(queries.rankings_visible_to(request.actor).filter(round=found))
    begun, own = {each.network_id for each in rankings}, queries.networks_ranked_by(request.actor, found)
    context = {
        "round": found,
        "prepares": prepares,
        "follows": follows,
        "waiting": progress.waiting(found) if prepares else 0,
        "lists": progress.lists_of(request.actor, found, day=request.today),
        "to_give": queries.not_given_to_a_group(found) if prepares else [],
        "group_form": GroupForm(),
        "holders": holders_on(forum_of(found).pk, day=request.today) if prepares else [],
        "ranking": ranking,
        "rankings": rankings,
        "networks": [each for each in own if each.pk not in begun],
        "due": deadline_of(found, network=bool(own)) if ranking is None else None,
        "money": queries.money_for(found),
        "lifts": lift_forms(request.actor, found),
        "missing": progress.missing(found, day=request.today) if prepares and ranking is None else [],
    }
    return render(request, "ranking/round.html", context)


@require_POST
def take_in(request: Request, pk: int) -> HttpResponse:
    found = _to_prepare(request, pk)

    try:
        new = len(actions.take_in(found, actor=request.actor, at=request.now))
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        said = ngettext("%(n)d søknad er hentet inn.", "%(n)d søknader er hentet inn.", new) % {"n": new}
        messages.success(request, said)
    return redirect("ranking:round", pk)


@require_POST
def make_group(request: Request, pk: int) -> HttpResponse:
    found, form = _to_prepare(request, pk), GroupForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        said = _("Gruppa %(name)s er satt opp. Velg hvem som er med, og gi den søknader.") % {"name": name}
        attempt(request, said, lambda: actions.make_group(found, name=name, actor=request.actor, at=request.now))
    else:
        messages.error(request, _("Skriv hva gruppa heter."))
    return redirect("ranking:round", pk)


@require_POST
def appoint(request: Request, pk: int) -> HttpResponse:
    group = _group(request, pk)
    form = MemberForm(request.POST, among=queries.can_be_appointed(group.round, day=request.today))
    if form.is_valid():
        person = form.cleaned_data["person"]
        said = _("%(name)s er med i %(group)s.") % {"name": person, "group": group}
        attempt(request, said, lambda: actions.appoint(group, person=person, actor=request.actor, at=request.now))
    else:
        messages.error(request, str(form.errors["person"][0]))
    return redirect("ranking:round", group.round_id)


@require_POST
def dismiss(request: Request, pk: int, person: uuid.UUID) -> HttpResponse:
    group = _group(request, pk)
    member = get_object_or_404(group.members.select_related("person"), person=person)
    said = _("%(name)s er ikke med i %(group)s lenger.") % {"name": member.person, "group": group}
    attempt(request, said, lambda: actions.dismiss(group, person=person, actor=request.actor, at=request.now))
    return redirect("ranking:round", group.round_id)


@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    group = _group(request, pk)
    network = choose(request.POST.get("network", ""))
    try:
        given = actions.assign(group, network=network, actor=request.actor, at=request.now)
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        words = {"n": given, "group": group}
        said = ngettext("%(group)s har fått %(n)d søknad.", "%(group)s har fått %(n)d søknader.", given) % words
        messages.success(request, said)
    return redirect("ranking:round", group.round_id)


def _to_prepare(request: Request, pk: int) -> Round:
    found = visible_round(request.actor, pk)
    if not permissions.prepares(request.actor, found):
        raise Http404
    return found


def _group(request: Request, pk: int) -> Group:
    group = get_object_or_404(queries.groups_visible_to(request.actor), pk=pk)
    if not permissions.prepares(request.actor, group.round):
        raise Http404
    return group
