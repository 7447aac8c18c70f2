"""What calendar programs read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from laget.base.accounts.actor import actor_for
from laget.base.accounts.http import Request
from laget.base.cycle.calendar_actions import hash_of
from laget.base.cycle.feed import feed_of
from laget.base.cycle.telling_models import CalendarAddress


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
