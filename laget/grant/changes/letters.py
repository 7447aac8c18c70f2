"""What the letter of a change says."""

from laget.base.ui.templatetags.ui import kr
from laget.grant.changes.models import Change
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import Line, Notice


def notice_of(change: Change, *, in_hand: int) -> Notice:
    """The letter of a change that is decided. `in_hand` is how much of what goes back had been paid."""
    award = change.award
    key = "claim" if change.kind == Change.Kind.RETURN and in_hand else change.kind
    filled = {"name": award.full_name, "year": change.year, "amount": kr(change.amount), "claim": kr(in_hand)}
    lines = [Line(award.full_name, change.year, change.amount)]
    if change.to_year is not None:
        name = change.to_award.full_name if change.to_award else change.to_name
        lines = [Line(name, change.to_year, change.amount)]
    return Notice(
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
