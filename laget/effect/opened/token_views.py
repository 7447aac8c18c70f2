"""Keys for programs: made, shown once, and revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.ui.paging import page_of
from laget.effect.opened import actions
from laget.effect.opened.forms import LONGEST, TokenForm
from laget.effect.opened.permissions import KEEPERS
from laget.effect.opened.token_queries import MOST_A_MINUTE, tokens_visible_to


@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    """The new key is in the answer to the post, and nowhere else."""
    initial = {"last": request.today + LONGEST / 2}
    form, made = TokenForm(request.POST or None, actor=request.actor, initial=initial), ""
    if form.is_valid():
        made = actions.make_token(form.wanted(), actor=request.actor, at=request.now)
        form = TokenForm(actor=request.actor, initial=initial)
    context = {
        "form": form,
        "made": made,
        "may_make": request.actor.holds_anywhere(*KEEPERS),
        "most": MOST_A_MINUTE,
        "page": page_of(request, tokens_visible_to(request.actor)),
    }
    return render(request, "opened/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: Request, pk: UUID) -> HttpResponse:
    token = get_object_or_404(tokens_visible_to(request.actor).filter(revoked_at=None), pk=pk)
    actions.revoke_token(token.pk, actor=request.actor, at=request.now)
    messages.success(request, _("Nøkkelen %(name)s er trukket tilbake, og virker ikke lenger.") % {"name": token.name})
    return redirect("opened:tokens")
