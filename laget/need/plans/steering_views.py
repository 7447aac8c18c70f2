"""Following up a plan that is adopted: one page with all there is in it, and how each goes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laget.base.accounts.http import Request
from laget.base.questions.permissions import writes
from laget.base.questions.queries import visible_document
from laget.need.plans import steering_actions
from laget.need.plans.models import Plan
from laget.need.plans.steering_forms import ProgressForm
from laget.need.plans.steering_queries import content_of, followed, history_over_years, standing


@require_http_methods(["GET", "POST"])
def steering(request: Request, pk: UUID) -> HttpResponse:
    plan = visible_document(request.actor, Plan, pk)
    version = standing(plan)
    if version is None or (request.method == "POST" and not writes(request.actor, plan)):
        raise Http404
    parts = followed(content_of(plan, version), history_over_years(plan))
    said = None
    if request.method == "POST":
        found = next((each for _t, things in parts for each in things if each.key == request.POST.get("item")), None)
        if found is None:
            raise Http404
        said = ProgressForm(request.POST, prefix=found.anchor, section=found.section)
        if said.is_valid():
            steering_actions.say_how_it_goes(
                pk, item=found.key, **said.cleaned_data, actor=request.actor, at=request.now
            )
            messages.success(request, _("Lagret for «%(title)s».") % {"title": found.title})
            return redirect(f"{reverse('plan:steering', args=[pk])}#{found.anchor}")
    writing = writes(request.actor, plan)
    context = {
        "document": plan,
        "version": version,
        "form": said,
        "parts": [(title, [(each, _form_of(each.anchor, each.section, said, writing=writing)) for each in things])
                  for title, things in parts],
    }  # fmt: skip
    return render(request, "plans/steering.html", context, status=422 if said else 200)


def _form_of(anchor: str, section: str, said: ProgressForm | None, *, writing: bool) -> ProgressForm | None:
    """The form of one thing: the one that was posted, where it was this one."""
    if not writing:
        return None
    return said if said and said.prefix == anchor else ProgressForm(prefix=anchor, section=section)
