"""Documents of a group: laid by, fetched, and taken away by those who are with it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request
from laget.base.questions.file_checks import FileRefused
from laget.base.questions.file_views import attachment, content_of
from laget.base.questions.kept_files import StorageFailed
from laget.effect.groups import file_actions, queries
from laget.effect.groups.models import Group, GroupFile, GroupMeeting
from laget.effect.groups.permissions import may_take_away, takes_part


@require_GET
def file(request: Request, pk: UUID) -> HttpResponse:
    """To be saved, and never shown here."""
    return attachment(request, get_object_or_404(queries.files_visible_to(request.actor), pk=pk))


@require_POST
def lay_by(request: Request, pk: UUID) -> HttpResponse:
    group = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    return _lay_by(request, group, meeting=None)


@require_POST
def lay_by_meeting(request: Request, pk: UUID) -> HttpResponse:
    meeting = get_object_or_404(queries.meetings_visible_to(request.actor), pk=pk)
    return _lay_by(request, meeting.group, meeting=meeting)


@require_POST
def take_away(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.files_visible_to(request.actor), pk=pk)
    if not may_take_away(request.actor, found):
        raise Http404
    file_actions.take_away(found, actor=request.actor, at=request.now)
    messages.success(request, _("«%(name)s» er tatt bort.") % {"name": found.name})
    return redirect(_page_of(found))


def _lay_by(request: Request, group: Group, *, meeting: GroupMeeting | None) -> HttpResponse:
    if not takes_part(request.actor, group):
        raise Http404
    posted, back_to = request.FILES.get("file"), meeting or group
    if posted is None:
        messages.error(request, _("Velg en fil først."))
        return redirect(back_to)
    try:
        found = file_actions.lay_by(
            group,
            name=posted.name or "",
            content=content_of(posted),
            meeting=meeting,
            actor=request.actor,
            at=request.now,
        )
    except FileRefused as refused:
        messages.error(request, str(refused))
    except StorageFailed:
        messages.error(request, _("Fila ble ikke lagret, for lageret svarer ikke. Prøv igjen om litt."))
    else:
        messages.success(request, _("«%(name)s» er lagt ved.") % {"name": found.name})
    return redirect(back_to)


def _page_of(file: GroupFile) -> Group | GroupMeeting:
    return file.meeting or file.group
