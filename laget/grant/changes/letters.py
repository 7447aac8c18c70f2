"""What the letter of a change says."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import override

from laget.base.ui.templatetags.ui import kr
from laget.grant.changes.models import Change
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import Line, Notice


def notice_of(change: Change, *, amount: int, in_hand: int, on: date) -> Notice:
    """The letter of a change that is decided that day. `in_hand` is how much of what goes back had been paid."""
    award, key = change.award, change.kind
    if change.kind == Change.Kind.RETURN and in_hand:
        key = "claim"
    elif change.kind == Change.Kind.RELEASE and not amount:
        key = "release_none"
    filled = {"name": award.full_name, "year": change.year, "amount": kr(amount), "claim": kr(in_hand)}
    name, year = award.full_name, change.year
    if change.to_year is not None:
        name, year = change.to_award.full_name if change.to_award else change.to_name, change.to_year
    lines = [Line(name, year, amount)] if amount else []
    notice = Notice(
        kind=Letter.Kind.CHANGE,
        about=change.pk,
        key=key,
        page=change.get_absolute_url(),
        round=award.given_in,
        recipient=award.recipient,
        filled=filled,
        lines=tuple(lines),
        grounds=change.reason,
        is_decision=True,
    )
    return replace(notice, filled={**filled, "pay_back": _pay_back(notice, on=on)}) if key == "claim" else notice


def _pay_back(notice: Notice, *, on: date) -> str:
    file = notice.round.file
    words = file.words(notice.language)
    if not file.letter.repay_to:
        return words("pay_back_later")
    with override(words.language):
        day = date_format(on + timedelta(days=file.letter.repay_days), "j. F Y")
    return words("pay_back", account=file.letter.repay_to, day=day, reference=notice.reference)
