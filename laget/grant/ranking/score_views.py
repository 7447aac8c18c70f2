"""A working group's list, and one application on it: read, and given points by each for themselves."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laget.base.accounts.http import Request, attempt
from laget.base.cycle.form_shape import Section
from laget.base.questions.answers import NotReady, layout_of_content
from laget.base.questions.display import Block, blocks
from laget.base.questions.file_views import attachment
from laget.base.questions.forms import SectionForm, typed_in
from laget.base.questions.structure import Answers
from laget.base.refusals import NotInOrder
from laget.grant.ranking import progress, queries
from laget.grant.ranking import score_actions as actions
from laget.grant.ranking.board import shown, standings_of
from laget.grant.ranking.forms import DeclareForm, LiftForm, PointsForm, lift_forms
from laget.grant.ranking.models import Application, Score
from laget.rules.scoring import weighted


@require_GET
def group(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.groups_visible_to(request.actor), pk=pk)
    lines = progress.lines_of(request.actor, found, day=request.today)
    is_member, is_open = (
        found.members.filter(person=request.actor.person).exists(),
        queries.scoring_is_open(found.round),
    )
    orders = progress.orders_of(lines, scoring=is_member and is_open)
    order = next((each for each in orders if each == request.GET.get("sorter")), progress.Order.NETWORK)
    context = {
        "group": found,
        "round": found.round,
        "lines": progress.in_order(lines, order),
        "orders": orders,
        "order": order,
        "is_member": is_member,
        "left": sum(not (line.tied or line.given) for line in lines),
        "open": is_open,
        "due": found.round.deadline("ranking"),
        "lifts": lift_forms(request.actor, found.round),
    }
    return render(request, "ranking/group.html", context)


@require_GET
def application(request: Request, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _application(request, pk))


@require_POST
def give_points(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = _application(request, pk)
    if not _is_member(request, found):
        raise Http404
    form = PointsForm(request.POST, rules=found.round.file.ranking)
    form.is_valid()
    cells = [cell for _section, _item, cell in actions.layout_of(found).all_cells({})]
    answers = {path: said for path, said in typed_in(cells, request.POST).items() if said is not None}
    try:
        actions.give_points(pk, given=form.given(), answers=answers, actor=request.actor, at=request.now)
    except NotReady as problem:
        for each in problem.problems:
            if each.path not in form.errors:
                form.add_error(each.path if each.path in form.fields else None, each.text)
        return _page(request, found, form, answers=answers, status=422)
    except NotInOrder as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Poengene dine er lagret. Nå ser du de andres."))
    return redirect(found)


@require_GET
def file(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A file of the document that applies, to those who are free to score it."""
    found = _application(request, pk)
    return attachment(request, get_object_or_404(found.tiltak.version.files, pk=file))


@require_POST
def declare(request: Request, pk: uuid.UUID) -> HttpResponse:
    found, form = _application(request, pk), DeclareForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv kort hvorfor."))
        return redirect(found)
    attempt(
        request,
        _("Du er meldt inhabil i søknaden, og er ikke med i vurderingen av den."),
        lambda: actions.declare(pk, **form.cleaned_data, actor=request.actor, at=request.now),
    )
    return redirect("ranking:round", found.round_id)


@require_POST
def lift(request: Request, pk: uuid.UUID) -> HttpResponse:
    """By whoever has declared it, who doesn't see the application: the way is from the lists, and back to them."""
    found = get_object_or_404(queries.own_declarations(request.actor), application=pk).application
    form = LiftForm(request.POST, prefix="tilbake")
    if form.is_valid():
        attempt(
            request,
            _("Du er med i vurderingen av søknaden igjen."),
            lambda: actions.lift(pk, **form.cleaned_data, actor=request.actor, at=request.now),
        )
    else:
        messages.error(request, _("Skriv kort hvorfor du ikke er inhabil likevel."))
    return redirect("ranking:round", found.round_id)


@dataclass(frozen=True, slots=True)
class Given:
    """What one member has given, as the page shows it."""

    name: str
    is_me: bool
    score: str
    points: list[tuple[str, int, str]]  # the criterion's title, points, note
    answered: list[Block]  # to what the county asks beside them


def _page(
    request: Request,
    found: Application,
    form: PointsForm | None = None,
    *,
    answers: Answers | None = None,
    status: int = 200,
) -> HttpResponse:
    rules, is_open = found.round.file.ranking, queries.scoring_is_open(found.round)
    mine, member = actions.has_given(found, request.actor), _is_member(request, found)
    to_score = member and is_open and not mine
    seen = bool(rules.criteria) and (mine or not is_open)  # nobody sees another's points before having given their own
    ranking = queries.ranking_of_forum(found.round)
    score = standings_of(found.round, [found], ranking, day=request.today)[1][found.pk] if seen else None
    context = {
        "application": found,
        "tiltak": found.tiltak,
        "round": found.round,
        "blocks": _blocks(found),
        "files_at": reverse("ranking:file", args=[found.pk, found.pk]).removesuffix(f"{found.pk}/"),
        "amounts": found.tiltak.amounts.select_related("recipient").order_by("year", "recipient__sort_key"),
        "form": (form or PointsForm(rules=rules)) if to_score else None,
        "extra": _extra(found, answers) if to_score else [],
        "rules": rules,
        "seen": seen,
        "given": _given(request, found) if seen else [],
        "score": score,
        "shown": shown(score.value) if score else "",
        "is_open": is_open,
        "declare_form": DeclareForm(),
    }
    return render(request, "ranking/application.html", context, status=status)


def _extra(found: Application, answers: Answers | None) -> list[tuple[Section, SectionForm]]:
    """What the county asks beside the points, section by section."""
    layout, check = actions.layout_of(found), answers is not None
    sections = layout.form.sections
    return [(each, SectionForm(layout.cells(each), answers=answers or {}, check=check)) for each in sections]


def _given(request: Request, found: Application) -> list[Given]:
    """What those have given who are members and free."""
    rules = found.round.file.ranking
    titles = {each.key: each.title for each in rules.criteria}
    people = list(found.group.members.values_list("person", flat=True)) if found.group else []
    tied = queries.tied_in(found.round, people, day=request.today).get(found.pk, set())
    rows = Score.objects.filter(application=found, person__in=people).exclude(person__in=tied)
    layout, said = actions.layout_of(found), dict(found.answered.values_list("person", "answers"))
    by_person: dict[uuid.UUID, list[Score]] = {}
    for each in rows.select_related("person").order_by("person__sort_key", "pk"):
        by_person.setdefault(each.person_id, []).append(each)
    return [
        Given(
            each[0].person.name,
            person == request.actor.person.pk,
            shown(weighted({score.criterion: score.points for score in each}, rules.weights)),
            [(titles[score.criterion], score.points, score.note) for score in each],
            blocks(layout, said.get(person, {})),
        )
        for person, each in by_person.items()
    ]


def _blocks(found: Application) -> list[Block]:
    """The document as it was sent, with this tiltak of it."""
    content = found.tiltak.version.content
    layout = layout_of_content(content, found.round.rules)
    item = found.tiltak.item
    return [each for each in blocks(layout, content["answers"]) if each.item is None or each.item.id == item]


def _application(request: Request, pk: uuid.UUID) -> Application:
    return get_object_or_404(queries.applications_visible_to(request.actor), pk=pk)


def _is_member(request: Request, found: Application) -> bool:
    return found.group is not None and found.group.members.filter(person=request.actor.person).exists()
