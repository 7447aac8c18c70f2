"""What one has been told, what one wants to be told, and where one's calendar is read."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.cycle import calendar_actions, telling_actions
from laget.base.cycle.calendar_queries import notices_visible_to, unread_by
from laget.base.cycle.telling_forms import AddressForm, WishesForm, as_chosen
from laget.base.cycle.telling_models import CalendarAddress, Digest, Wishes
from laget.base.ui.paging import page_of


@require_GET
def notices(request: Request) -> HttpResponse:
    """What has happened that concerns one, newest first."""
    page = page_of(request, notices_visible_to(request.actor))
    unread = set(unread_by(request.actor).filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True))
    return render(request, "cycle/notices.html", {"page": page, "unread_here": unread})


@require_POST
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Straight to what it is about."""
    found = notices_visible_to(request.actor).filter(pk=pk)
    notice = get_object_or_404(found)
    telling_actions.read_notices(found, actor=request.actor, at=request.now)
    return redirect(notice.address)


@require_POST
def read_all(request: Request) -> HttpResponse:
    telling_actions.read_notices(notices_visible_to(request.actor), actor=request.actor, at=request.now)
    messages.success(request, _("Alle varslene er merket som lest."))
    return redirect("telling:notices")


@require_http_methods(["GET", "POST"])
def wishes(request: Request) -> HttpResponse:
    """The one page where one chooses how to be told, and makes or stops the addresses of one's calendar."""
    chosen = Wishes.objects.filter(person=request.actor.person).first() or Wishes(person=request.actor.person)
    form = WishesForm(
        request.POST if request.method == "POST" else None, initial=as_chosen(chosen, request.actor.person)
    )
    if request.method == "POST" and form.is_valid():
        telling_actions.choose(form.choice(), actor=request.actor, at=request.now)
        messages.success(request, _("Valgene dine er lagret."))
        return redirect("telling:wishes")
    return _page(request, form=form)


@require_POST
def make_address(request: Request) -> HttpResponse:
    """The new address is in the answer to this, and nowhere else."""
    form, secret = AddressForm(request.POST), ""
    if form.is_valid():
        try:
            secret = calendar_actions.make_address(form.cleaned_data["name"], actor=request.actor, at=request.now)
        except calendar_actions.TooMany as problem:
            form.add_error("name", str(problem))
    if not secret:
        return _page(request, naming=form)
    return _page(request, made=settings.ADDRESS + reverse("calendar:feed", args=[secret]))


@require_POST
def stop_address(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(CalendarAddress, pk=pk, person=request.actor.person)
    calendar_actions.stop_address(found, actor=request.actor, at=request.now)
    messages.success(request, _("Adressen er stoppet. Kalenderen som brukte den, får ikke noe mer."))
    return redirect("telling:wishes")


def _page(
    request: Request, *, form: WishesForm | None = None, naming: AddressForm | None = None, made: str = ""
) -> HttpResponse:
    person = request.actor.person
    if form is None:
        chosen = Wishes.objects.filter(person=person).first() or Wishes(person=person)
        form = WishesForm(initial=as_chosen(chosen, person))
    context = {
        "form": form,
        "naming": naming or AddressForm(),
        "addresses": CalendarAddress.objects.filter(person=person),
        "made": made,
        "made_webcal": made.replace("https:", "webcal:", 1) if made.startswith("https:") else "",
        "last": Digest.objects.filter(person=person).order_by("-day").first(),
    }
    wrong = form.errors or (naming and naming.errors)
    return render(request, "cycle/wishes.html", context, status=422 if wrong else 200)
