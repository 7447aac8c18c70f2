"""Groups, as their members see them and as those who lead them run them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.accounts.roles import Role
from laget.base.actors.models import County, Party
from laget.base.cycle.calendar_forms import WhenForm, fields_of
from laget.base.questions.file_checks import ACCEPTED
from laget.base.refusals import ChangedMeanwhile, NotInOrder
from laget.base.ui import spreadsheet
from laget.base.ui.paging import page_of
from laget.effect.groups import actions, queries
from laget.effect.groups.forms import (
    ActivityForm,
    FollowUpForm,
    GroupForm,
    MeetingForm,
    MemberForm,
    NotesForm,
    ReasonForm,
)
from laget.effect.groups.models import Group, GroupFile, GroupMeeting
from laget.effect.groups.permissions import leads, may_finish, takes_part


@require_GET
def overview(request: Request) -> HttpResponse:
    found = queries.visible_to(request.actor)
    if spreadsheet.wanted(request):
        headings = [_("Gruppe"), _("Type"), _("Hvem sin"), _("Mandat"), _("Mål")]
        rows = ([g.name, g.get_kind_display(), g.home.name, g.mandate, g.goals] for g in found)
        return spreadsheet.table(_("Grupper"), headings, rows)
    context = {"page": page_of(request, found), "homes": queries.homes_of(request.actor)}
    return render(request, "groups/overview.html", context)


@require_http_methods(["GET", "POST"])
def make(request: Request, pk: UUID) -> HttpResponse:
    home = get_object_or_404(queries.homes_of(request.actor), pk=pk)
    county = get_object_or_404(County, pk=home.county_id)
    form = GroupForm(request.POST or None, county=county, plans=queries.plans_to_steer(request.actor, home))
    if form.is_valid():
        try:
            group = actions.make_group(home, county=county, about=form.about(), actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("Gruppen er opprettet. Legg til hvem som er med."))
            return redirect(group)
    context = {"form": form, "home": home}
    return render(request, "groups/edit.html", context, status=422 if form.errors else 200)


@require_GET
def case(request: Request, pk: UUID) -> HttpResponse:
    group = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    return _case(request, group)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: UUID) -> HttpResponse:
    group = _led(request, pk)
    form = GroupForm(
        request.POST or None,
        county=group.county,
        plans=queries.plans_to_steer(request.actor, group.home),
        keeps=group.plan,
        initial=GroupForm.filled_with(group),
    )
    if form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            actions.change_group(group, about=form.about(), revision=revision, actor=request.actor, at=request.now)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
        except NotInOrder as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("Endringene er lagret."))
            return redirect(group)
    context = {"form": form, "group": group, "home": group.home}
    return render(request, "groups/edit.html", context, status=422 if form.errors else 200)


@require_POST
def add_member(request: Request, pk: UUID) -> HttpResponse:
    group = _led(request, pk)
    form = MemberForm(request.POST, people=queries.could_be_members(group, actor=request.actor), prefix="ny")
    if not form.is_valid():
        return _case(request, group, member_form=form)
    party, role = form.chosen()
    leading = form.cleaned_data["leads"]
    return _done(request, group, _("%(name)s er med.") % {"name": party.name}, lambda: actions.add_member(
        group, party=party, role=role, leading=leading, actor=request.actor, at=request.now))  # fmt: skip


@require_POST
def end_member(request: Request, pk: int) -> HttpResponse:
    member = get_object_or_404(queries.members_led_by(request.actor), pk=pk)
    actions.end_member(member, actor=request.actor, at=request.now)
    messages.success(request, _("%(name)s er ikke lenger med.") % {"name": member.party.name})
    return redirect(member.group)


@require_POST
def plan_activity(request: Request, pk: UUID) -> HttpResponse:
    group, form = _led(request, pk), ActivityForm(request.POST, prefix="plan")
    if not form.is_valid():
        return _case(request, group, activity_form=form)
    return _done(request, group, _("Aktiviteten står i planen."), lambda: actions.plan_activity(
        group, **form.cleaned_data, actor=request.actor, at=request.now))  # fmt: skip


@require_POST
def carry_out(request: Request, pk: int) -> HttpResponse:
    activity = get_object_or_404(queries.activities_led_by(request.actor), pk=pk)
    actions.carry_out(activity, actor=request.actor, at=request.now)
    return redirect(activity.group)


@require_http_methods(["GET", "POST"])
def call(request: Request, pk: UUID) -> HttpResponse:
    group = _led(request, pk)
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        found = actions.call_meeting(group, called=form.called(), actor=request.actor, at=request.now)
        if queries.members_of(group, actor=request.actor):
            messages.success(request, _("Møtet står i medlemmenes kalender, og de har fått varsel."))
        else:
            messages.info(request, _("Møtet er satt. Legg til hvem som er med i gruppen, så får de det i kalenderen."))
        return redirect(found)
    return render(request, "groups/call.html", {"form": form, "group": group}, status=422 if form.errors else 200)


@require_GET
def meeting(request: Request, pk: UUID) -> HttpResponse:
    return _meeting(request, get_object_or_404(queries.meetings_visible_to(request.actor), pk=pk))


@require_POST
def write_notes(request: Request, pk: UUID) -> HttpResponse:
    return _minute(request, pk, said=_("Referatet er lagret."))


@require_POST
def agree(request: Request, pk: UUID) -> HttpResponse:
    said = _("Punktet er lagt til, og er en oppgave hos den som skal gjøre det.")
    return _minute(request, pk, said=said, agreeing=True)


def _minute(request: Request, pk: UUID, *, said: str, agreeing: bool = False) -> HttpResponse:
    """Notes and points are of one form, so that whichever button is pressed, nothing that is written is lost."""
    found = _led_meeting(request, pk)
    notes = NotesForm(request.POST)
    point = FollowUpForm(request.POST, people=_members(request, found), prefix="punkt")
    agreeing = agreeing or point.has_changed()
    if notes.is_valid() and (point.is_valid() or not agreeing):
        try:
            if "notes" in request.POST:
                actions.write_notes(found, **notes.cleaned_data, actor=request.actor, at=request.now)
            if agreeing:
                actions.agree_on(found, **point.agreed(), actor=request.actor, at=request.now)
        except ChangedMeanwhile:
            notes.add_error(
                "notes", _("Noen andre har skrevet i referatet mens du skrev. Sett det sammen, og lagre på nytt.")
            )
        except NotInOrder as problem:
            point.add_error("who", str(problem))
        else:
            messages.success(request, said)
            return redirect(found)
    found.refresh_from_db()
    return _meeting(request, found, notes=notes, form=point if agreeing else None)


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: UUID) -> HttpResponse:
    found = _led_meeting(request, pk)
    form = WhenForm(request.POST or None, initial=fields_of(found.when))
    if form.is_valid():
        try:
            actions.move_meeting(found, when=form.when(), actor=request.actor, at=request.now)
        except NotInOrder as problem:
            form.add_error("day", str(problem))
        else:
            messages.success(request, _("Møtet er flyttet, og medlemmene har fått varsel."))
            return redirect(found)
    return render(request, "groups/move.html", {"form": form, "meeting": found}, status=422 if form.errors else 200)


@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    found = _led_meeting(request, pk)
    form = ReasonForm(request.POST, prefix="avlys")
    if not form.is_valid():
        return _meeting(request, found, reason_form=form)
    return _done(request, found, _("Møtet er avlyst, og medlemmene har fått varsel."), lambda: actions.cancel_meeting(
        found, reason=form.cleaned_data["reason"], actor=request.actor, at=request.now))  # fmt: skip


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    point = get_object_or_404(queries.follow_ups_visible_to(request.actor), pk=pk)
    if not may_finish(request.actor, point):
        raise Http404
    actions.finish(point, actor=request.actor, at=request.now)
    messages.success(request, _("Punktet er gjort."))
    return redirect(point.meeting)


def _led(request: Request, pk: UUID) -> Group:
    return get_object_or_404(queries.led_by(request.actor), pk=pk)


def _led_meeting(request: Request, pk: UUID) -> GroupMeeting:
    found = queries.meetings_visible_to(request.actor).filter(group__in=queries.led_by(request.actor))
    return get_object_or_404(found, pk=pk)


def _case(
    request: Request, group: Group, *, member_form: MemberForm | None = None, activity_form: ActivityForm | None = None
) -> HttpResponse:
    leading = leads(request.actor, group)
    if leading and member_form is None:
        people = queries.could_be_members(group, actor=request.actor)
        member_form = MemberForm(people=people, prefix="ny")
    context = {
        "group": group,
        "leading": leading,
        "plan": queries.plan_of(group, request.actor),
        "members": queries.members_of(group, actor=request.actor),
        "meetings": group.meetings.order_by("-begins"),
        "points": queries.open_points_of(group),
        "activities": group.activities.all(),
        "files": _files(request, group.files.all(), leading=leading),
        "takes_part": takes_part(request.actor, group),
        "accepted": ACCEPTED,
        "member_form": member_form,
        "activity_form": activity_form or ActivityForm(prefix="plan", initial={"year": request.today.year}),
    }
    invalid = (member_form and member_form.errors) or (activity_form and activity_form.errors)
    return render(request, "groups/case.html", context, status=422 if invalid else 200)


def _members(request: Request, found: GroupMeeting) -> list[tuple[Party, Role]]:
    return [(each.party, each.get_role()) for each, _names in queries.members_of(found.group, actor=request.actor)]


def _meeting(
    request: Request,
    found: GroupMeeting,
    *,
    notes: NotesForm | None = None,
    form: FollowUpForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    points = list(found.follow_ups.select_related("party", "meeting__group"))
    leading = leads(request.actor, found.group)
    context = {
        "meeting": found,
        "leading": leading,
        "points": [(each, leading or request.actor.holds(each.get_role(), at=each.party_id)) for each in points],
        "has_begun": found.begins <= request.now,
        "files": _files(request, found.files.all(), leading=leading),
        "takes_part": takes_part(request.actor, found.group),
        "accepted": ACCEPTED,
        "notes_form": notes or NotesForm(initial={"notes": found.notes}),
        "form": form or FollowUpForm(people=_members(request, found), prefix="punkt"),
        "reason_form": reason_form or ReasonForm(prefix="avlys"),
    }
    invalid = any(each and each.errors for each in (notes, form, reason_form))
    return render(request, "groups/meeting.html", context, status=422 if invalid else 200)


def _files(request: Request, files: QuerySet[GroupFile], *, leading: bool) -> list[tuple[GroupFile, bool]]:
    """Each, and whether this person may take it away. One query; of those who take part, one's own."""
    found = files.select_related("meeting", "by")
    return [(each, leading or each.by_id == request.actor.person.pk) for each in found]


def _done(request: Request, back_to: Group | GroupMeeting, said: str, act: Callable[[], object]) -> HttpResponse:
    attempt(request, said, act)
    return redirect(back_to)
