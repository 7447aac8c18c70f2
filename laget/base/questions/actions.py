"""What is done with a document, whatever its kind. Each kind's own acts are built of these."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from laget.base.accounts.actor import Actor
from laget.base.actors.models import LanguageDecision, Party
from laget.base.audit.record import By, record
from laget.base.cycle.models import Round
from laget.base.cycle.queries import newest_forms
from laget.base.prepared import Prepared, PreparedInsert, PreparedUpdate, Slot, ask
from laget.base.questions.answers import NotReady, Problem, as_asked, layout_of
from laget.base.questions.attached import files_in
from laget.base.questions.checks import what_is_wrong
from laget.base.questions.kept_files import let_go
from laget.base.questions.merging import NOWHERE, Clash, OtherEdit, Tab, merge
from laget.base.questions.models import Document, Edit, Reach, Return, Sending, Upload, Version
from laget.base.questions.permissions import writes
from laget.base.questions.queries import document_of, ids_of, with_partners
from laget.base.questions.standing import asked_anew
from laget.base.questions.states import WRITABLE, Act, State
from laget.base.questions.structure import Layout
from laget.base.questions.telling import tell_of
from laget.rules.names import sort_key
from laget.rules.transitions import state_after

D = TypeVar("D", bound=Document)
Table = Mapping[tuple[State, Act], State]


class Clashing(Exception):
    """Someone else has changed the same answers. Nothing was saved; both texts are here.

    `mine` is everything that this page changed, also where nobody else did.
    """

    def __init__(self, clashes: list[Clash], mine: Mapping[str, Any]) -> None:
        super().__init__(f"{len(clashes)} answers changed by two")
        self.clashes, self.mine = clashes, mine


class NoLongerOpen(Exception):
    """The document has been sent, so this came too late to be saved."""


class SectionStands(NoLongerOpen):
    """The document has come back, but not for this section: it is good enough, and stands as it was sent."""


def save_answers(
    document: UUID, *, answers: Mapping[str, Any], revision: int, tab: Tab = NOWHERE, actor: Actor, at: datetime
) -> Document:
    """Save answers by their paths, None for an empty one. As `save_page` does."""
    return save_page(document, read=lambda _found: answers, revision=revision, tab=tab, actor=actor, at=at)


@transaction.atomic
def save_page(
    document: UUID,
    *,
    read: Callable[[Document], Mapping[str, Any]],
    revision: int,
    tab: Tab,
    actor: Actor,
    at: datetime,
) -> Document:
    """Save what a page holds, and return the document as it now stands.

    `read` gives all the answers on the page, None for an empty one, once the document is known;
    `revision` is the one the page was opened at, however often it has saved since. Answers that
    others changed meanwhile are kept unless this page changed them too: then Clashing is raised and
    nothing is saved. Nor is anything when the page has changed something by what it sent later.
    Raises NoLongerOpen when it has been sent, or that section of it stands.
    """
    mine = _locked_for_writing(document, actor=actor)
    typed = read(mine)  # whether or not it is saved: this is how the caller comes to know the document
    edits = mine.edits.filter(revision__gt=revision).select_related("person") if mine.revision > revision else ()
    if any(tab.is_passed_by(edit.page, edit.turn) for edit in edits):
        return mine
    later = [edit for edit in edits if not tab.is_own(edit.page)]
    others = [OtherEdit(edit.person.name, edit.at, edit.changes) for edit in later]
    changed, clashes = merge(mine.answers, typed, others)
    if clashes:
        raise Clashing(clashes, changed)
    _write(mine, changed, tab=tab, actor=actor, at=at)
    return mine


@transaction.atomic
def refuse_unless_open(document: UUID, *, actor: Actor) -> None:
    """Raises PermissionDenied when they don't write it, NoLongerOpen when it has been sent."""
    _locked_for_writing(document, actor=actor)


@transaction.atomic
def add_item(document: UUID, *, section: str, actor: Actor, at: datetime) -> str:
    """Add one more to a section that repeats, and return its id."""
    mine = _locked_for_writing(document, actor=actor)
    item = secrets.token_hex(4)
    _write(mine, {section: [*mine.answers.get(section, []), item]}, actor=actor, at=at)
    return item


@transaction.atomic
def remove_item(document: UUID, *, section: str, item: str, actor: Actor, at: datetime) -> None:
    """Take one out of a section that repeats, with all its answers. They stay in the edits."""
    mine = _locked_for_writing(document, actor=actor)
    there = mine.answers.get(section, [])
    left = [each for each in there if each != item]
    if left == there:  # someone else has taken it out
        return
    gone = dict.fromkeys(path for path in mine.answers if path.startswith(f"{section}.{item}."))
    _write(mine, {**gone, section: left or None}, actor=actor, at=at)


def begin(
    kind: type[D],
    round: Round,
    *,
    party: UUID,
    subject: UUID | None = None,
    form: str = "",
    at: datetime,
    **fields: Any,
) -> D:
    """A new document of that kind, empty but for what it is given. `subject` is the party itself unless named.

    It asks what its kind asks in the round today, in the language of the party, and goes on asking that. `form` is
    which, where a kind has several.
    """
    form = form or kind.KIND
    ((asked, language),) = _TO_ASK(kind=form, round=round.pk, party=party)
    document = kind(
        kind=form,
        county_id=round.county_id,
        round=round,
        party_id=party,
        subject_id=subject or party,
        asked_id=asked,
        language="nn" if language == LanguageDecision.NYNORSK else "nb",
        state_since=at,
        **fields,
    )
    document.save()
    return document


_TO_ASK = Prepared(
    lambda: (
        newest_forms(Slot("round"), Slot("kind"))
        .annotate(language=Subquery(Party.objects.filter(pk=Slot("party")).values("language_decision")))
        .values_list("stored", "language")
    )
)


def locked(kind: type[D], pk: UUID, *, actor: Actor) -> D:
    """A document that this person may see, under a lock, so that two people can't both act on it.

    Raises PermissionDenied when they may not see it, or it isn't there.
    """
    found: list[D] = _locked(kind)(pk=pk, **ids_of(actor))
    if not found:
        raise PermissionDenied
    return found[0]


@cache
def _locked(kind: type[D]) -> Prepared[D]:
    rows = ("self", "document_ptr")  # what all kinds share is a row of its own
    return Prepared(lambda: document_of(kind).select_related("party").select_for_update(of=rows))


def move(
    document: Document, act: Act, table: Table, *, reach: Reach | None = None, at: datetime
) -> tuple[State, State]:
    """Change the state as the table says, and return (before, after). The document must be locked.

    `reach` is how far it is seen from now on. It never goes back: what has been read has been read.
    Raises TransitionNotAllowed.
    """
    before = State(document.state)
    document.state = state_after(table, before, act)
    document.state_since = at
    document.reach = reach or document.reach
    _MOVE(pk=document.pk, state=document.state, state_since=at, reach=document.reach)
    return before, State(document.state)


_MOVE = PreparedUpdate(lambda: Document.objects.filter(pk=Slot("pk")), "state", "state_since", "reach")


def refuse_unless_seen(document: Document, *, revision: int) -> None:
    """What is sent or decided is what the person looked at. Raises NotReady."""
    if revision != document.revision:
        raise NotReady([Problem(_("Noen har endret dokumentet siden du så over det. Se over det en gang til."))])


def refuse_unless_ready(document: Document, layout: Layout, *, revision: int, at: datetime) -> None:
    """What is sent is what the sender looked at, and nothing is left to mend in it. Raises NotReady."""
    refuse_unless_seen(document, revision=revision)
    if found := what_is_wrong(document, layout, at.date()):
        raise NotReady(found)


def freeze(
    document: Document,
    *,
    rests_on: Iterable[Version] = (),
    extra: Mapping[str, Any] | None = None,
    sent: bool = False,
    by: By,
    actor: Actor,
    at: datetime,
) -> Version:
    """Keep the document as it is now, for ever. `extra` is what belongs to it beside the answers.

    What is `sent` is seen as far as its document reaches from now on; else `send_out` lets it be.
    """
    content = {
        "kind": document.kind,
        "round": document.round.year,
        "party": document.party.name,
        "subject": document.subject.name,
        "form": document.asked_id,
        "language": document.language,
        "file": document.round.rule_set.stored_id,
        "rules": document.round.rule_set.key,
        "given": document.given,
        "answers": as_asked(layout_of(document), document.answers),
        **(extra or {}),
    }
    version = Version(
        document=document,
        content=content,
        sha256=content_hash(content),
        frozen_at=at,
        frozen_by=actor.person,
        frozen_by_role=by.role,
    )
    (_ADD_SENT_VERSION if sent else _ADD_VERSION)(version)
    if sources := [*rests_on]:  # Django makes a class for each who asks, also of nothing
        version.rests_on.add(*sources)
    if files := files_in(content["answers"]):
        version.files.set(Upload.objects.filter(pk__in=files))
    return version


# Nobody else is adding one: the document is locked.
_NEXT_NUMBER = "SELECT count(*) + 1 FROM questions_version WHERE document_id = %(document_id)s"
_SENT_AT_ONCE = "INSERT INTO questions_sending (version_id, at) SELECT id, %(frozen_at)s FROM new"
_ADD_VERSION = PreparedInsert(Version, number=_NEXT_NUMBER)
_ADD_SENT_VERSION = PreparedInsert(Version, along=_SENT_AT_ONCE, number=_NEXT_NUMBER)


def send_out(version: Version, *, at: datetime) -> None:
    """Let a version be seen as far as its document reaches."""
    _ADD_SENDING(Sending(version=version, at=at))


_ADD_SENDING = PreparedInsert(Sending)


def pass_on(document: Document, *, text: str, **facts: Any) -> None:
    """Let the writers of the document that rests on this one choose it. `text` is what it comes down to.

    `facts` is what that document counts up. Nothing happens when it has been sent already.
    """
    if document.feeds_id is None:
        return
    source = source_of(document, text=text, **facts)
    values = {"pk": document.feeds_id, "id": source["id"], "source": json.dumps(source), "writable": [*WRITABLE]}
    ask(_ADD_SOURCE, values)


def source_of(document: Document, *, text: str, **facts: Any) -> dict[str, Any]:
    """A document as one that others can build on."""
    title = document.subject.name
    return {
        "id": str(document.pk),
        "kind": document.kind,
        "title": title,
        "sort": sort_key(title),
        "text": text,
        **facts,
    }


# Where it stands, by the names. What the others say can be long, and is not fetched to be written back.
_ADD_SOURCE = """
    UPDATE questions_document
    SET given = jsonb_set(given, '{sources}', (
        SELECT jsonb_agg(source ORDER BY source ->> 'sort' COLLATE "C")
        FROM (
            SELECT old FROM jsonb_array_elements(given -> 'sources') AS old WHERE old ->> 'id' <> %(id)s
            UNION ALL SELECT %(source)s::jsonb
        ) AS every (source)))
    WHERE id = %(pk)s AND state = ANY(%(writable)s)
"""


def latest_versions(documents: Iterable[UUID | str]) -> list[Version]:
    """The newest version of each document, by their ids."""
    found = Version.objects.filter(document__in=[UUID(str(each)) for each in documents])
    return list(found.order_by("document", "-number").distinct("document"))


def send_back(
    version: Version, *, reason: str, remarks: Mapping[str, str] | None = None, by: By, actor: Actor, at: datetime
) -> Return:
    """With `remarks`, for those sections alone: {section: what is missing there}."""
    return Return.objects.create(
        version=version, reason=reason, remarks=remarks or {}, at=at, by=actor.person, by_role=by.role
    )


def record_act(
    document: Document,
    act: Act,
    *,
    by: By,
    at: datetime,
    before: str = "",
    after: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """The audit entry of an act on a document, with the notice if it changes hands. Call it last in the transaction."""
    if after != before:
        tell_of(document, act, by=by, after=after, at=at)
    chain = document.round.file.county.code
    record(
        act, chain=chain, kind=document.kind, about=document.pk, by=by, at=at, before=before, after=after, detail=detail
    )


def content_hash(content: Mapping[str, Any]) -> str:
    """The same for the same content, whatever order it is written in. Hex SHA-256."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked_for_writing(document: UUID, *, actor: Actor) -> Document:
    found = _TO_WRITE(pk=document)
    if not found or not writes(actor, found[0]):
        raise PermissionDenied
    if not found[0].writable:
        raise NoLongerOpen
    return found[0]


# Without the names that an act needs: this is what is asked for most in the busiest hour.
_TO_WRITE = Prepared(
    lambda: (
        with_partners(Document.objects.select_related("round__rule_set"))
        .filter(pk=Slot("pk"))
        .select_for_update(of=("self",))
    )
)


def _write(document: Document, changed: Mapping[str, Any], *, tab: Tab = NOWHERE, actor: Actor, at: datetime) -> None:
    if not changed:
        return
    if changed.keys() - asked_anew(document, changed):
        raise SectionStands
    changes = {path: [document.answers.get(path), answer] for path, answer in changed.items()}
    answers = {**document.answers, **changed}
    document.answers = {path: answer for path, answer in answers.items() if answer is not None}
    document.revision += 1
    edit = Edit(
        document_id=document.pk,
        revision=document.revision,
        person=actor.person,
        at=at,
        changes=changes,
        page=tab.page,
        turn=tab.turn,
    )
    _ADD_EDIT(edit, answers=Jsonb(document.answers))
    if gone := files_in({path: before for path, (before, _after) in changes.items()}):
        let_go(gone)
    by = actor.by(document.party_id, *document.partner_ids)
    detail = {"revision": document.revision, "paths": sorted(changes), "sha256": content_hash(changes)}
    record_act(document, Act.SAVE, by=by, at=at, detail=detail)


_EDITED = "UPDATE questions_document SET answers = %(answers)s, revision = %(revision)s WHERE id = %(document_id)s"
_ADD_EDIT = PreparedInsert(Edit, along=_EDITED)
