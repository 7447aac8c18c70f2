"""A question or a section: added, changed, moved and removed."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laget.base.accounts.http import Request
from laget.base.county_forms import actions, editing
from laget.base.county_forms.forms import QuestionForm, SectionForm
from laget.base.county_forms.queries import Current
from laget.base.county_forms.views import attempt, current, said, seen
from laget.base.cycle.form_shape import Question, Section


@require_http_methods(["GET", "POST"])
def section(request: Request, pk: int, kind: str, section: str = "") -> HttpResponse:
    found = current(request, pk, kind)
    before = _section(found, section) if section else None
    form = (
        SectionForm(request.POST) if request.method == "POST" else SectionForm.of(before) if before else SectionForm()
    )
    if request.method == "POST" and form.is_valid():
        made = form.section(before, [each.key for each in found.form.sections])
        if _save(request, found, partial(editing.with_section, section=made), form):
            messages.success(request, _("«%(title)s» er lagret i utkastet.") % {"title": made.title})
            return _back(pk, kind, made.key)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    revision = request.POST.get("revision", found.revision)
    context = {"round": found.round, "current": found, "form": form, "section": before, "revision": revision}
    return render(request, "county_forms/section.html", context, status=status)


@require_http_methods(["GET", "POST"])
def question(request: Request, pk: int, kind: str, section: str, key: str = "") -> HttpResponse:
    """One question with all that can be said of it. Which answers it may follow from, is fetched by a button."""
    found = current(request, pk, kind)
    within = _section(found, section)
    before = _question(within, key) if key else None
    if request.method == "GET":
        return _question_page(request, found, within, before, QuestionForm.of(found, within, before))
    form = QuestionForm(request.POST, current=found, section=within, before=before)
    if "fetch" in request.POST:
        again = QuestionForm(current=found, section=within, before=before, initial=_as_typed(form))
        return _question_page(request, found, within, before, again)
    if form.is_valid():
        asked = form.question()
        edit = partial(editing.with_question, section=section, question=asked, lists=form.lists())
        if _save(request, found, edit, form):
            messages.success(request, _("«%(label)s» er lagret i utkastet.") % {"label": asked.label})
            return _back(pk, kind, f"{section}.{asked.key}")
    return _question_page(request, found, within, before, form)


@require_POST
def move(request: Request, pk: int, kind: str, section: str, key: str = "") -> HttpResponse:
    """A step up or down, with the focus left on it."""
    found, up = current(request, pk, kind), request.POST.get("way") != "down"
    within = _section(found, section)
    if key:
        _question(within, key)
    edit = (
        partial(editing.move_question, section=section, key=key, up=up)
        if key
        else partial(editing.move_section, key=section, up=up)
    )
    attempt(
        request,
        lambda: actions.change(found.round, kind, edit, revision=seen(request), actor=request.actor, at=request.now),
    )
    return _back(pk, kind, f"{section}.{key}" if key else section, way="opp" if up else "ned")


@require_POST
def remove(request: Request, pk: int, kind: str, section: str, key: str = "") -> HttpResponse:
    found = current(request, pk, kind)
    within = _section(found, section)
    name = _question(within, key).label if key else within.title
    edit = (
        partial(editing.without_question, section=section, key=key)
        if key
        else partial(editing.without_section, key=section)
    )
    done = attempt(
        request,
        lambda: actions.change(found.round, kind, edit, revision=seen(request), actor=request.actor, at=request.now),
    )
    if done:
        messages.success(request, _("«%(name)s» er tatt ut av utkastet.") % {"name": name})
    return _back(pk, kind, section if key else "")


def _save(request: Request, found: Current, edit: actions.Edit, form: SectionForm | QuestionForm) -> bool:
    """Save it; or say on the form why it can't be."""
    try:
        actions.change(found.round, found.kind, edit, revision=seen(request), actor=request.actor, at=request.now)
    except actions.FormProblem as problem:
        form.add_error(None, str(problem))
    except actions.HasFaults as problem:
        for each in said(problem.form, problem.faults):
            form.add_error(None, each)
    else:
        return True
    return False


def _as_typed(form: QuestionForm) -> dict[str, object]:
    return {field.name: field.value() for field in form}


def _question_page(
    request: Request, found: Current, within: Section, before: Question | None, form: QuestionForm
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "round": found.round,
        "current": found,
        "form": form,
        "section": within,
        "question": before,
        "revision": request.POST.get("revision", found.revision),
    }
    return render(request, "county_forms/question.html", context, status=status)


def _section(found: Current, key: str) -> Section:
    try:
        return editing.section_of(found.form, key)
    except KeyError:
        raise Http404 from None


def _question(within: Section, key: str) -> Question:
    asked = next((each for each in within.questions if each.key == key), None)
    if asked is None:
        raise Http404
    return asked


def _back(pk: int, kind: str, to: str, *, way: str = "") -> HttpResponse:
    """The form, at what was changed. What was moved has the focus: a browser gives it to nothing beside a fragment."""
    page = reverse("form:case", args=[pk, kind])
    return redirect(f"{page}?flyttet={to}.{way}" if way else f"{page}#{to}" if to else page)
