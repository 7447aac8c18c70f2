"""What the letters of a klage say: that it has come, what Statsforvalteren came to, and what the klageinstans did."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from laget.grant.klage.booking import more_of
from laget.grant.klage.models import Klage
from laget.grant.klage.states import Act
from laget.grant.tilsagn.models import Letter
from laget.grant.tilsagn.notices import Line, Notice

KEYS = {
    Act.COMPLAIN: "received",
    Act.UPHOLD: "upheld",
    Act.FORWARD: "forwarded",
    Act.DISMISS: "dismissed",
    Act.WITHDRAW: "withdrawn",
    Act.CONFIRM: "confirmed",
    Act.REVERSE: "reversed",
    Act.ANNUL: "annulled",
}
_REASONED = (Act.UPHOLD, Act.FORWARD, Act.DISMISS)


def notice_of(klage: Klage, act: Act) -> Notice:
    """The letter that an act on a klage is told by. A decision that is changed is a new one, to be complained of again;
    so is that a klage isn't taken.
    """
    letter = klage.letter
    with override(letter.language):
        day = date_format(timezone.localdate(klage.received_at), "j. F Y")
    found = more_of(klage) if act == Act.UPHOLD else []
    grounds = "\n".join(text for text in (klage.late_because, klage.assessment) if text) if act in _REASONED else ""
    return Notice(
        kind=Letter.Kind.KLAGE,
        about=klage.pk,
        key=f"klage_{KEYS[act]}",
        page=klage.get_absolute_url(),
        round=letter.round,
        recipient=letter.recipient,
        filled={"day": day},
        lines=tuple(Line(each.line.name, each.line.year, each.line.now + each.amount) for each in found),
        grounds=grounds,
        is_decision=act in (Act.UPHOLD, Act.DISMISS),
    )
