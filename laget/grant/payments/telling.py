"""What recipients are told of payments."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from laget.base.actors.models import County
from laget.base.cycle.notices import News, notify_each
from laget.base.cycle.sentences import Sentence, told
from laget.base.questions.telling import those_granted
from laget.base.ui.templatetags.ui import kr
from laget.grant.payments.models import Payment


def tell_recipients(paid: Iterable[Payment], county: County, *, at: datetime) -> None:
    """That the money has come to their account."""
    notify_each(
        [
            News(
                _of(each),
                address=reverse("payments:award", args=[each.award_id]),
                about=each.award_id,
                to=those_granted(each.award.recipient_id),
            )
            for each in paid
        ],
        county=county.pk,
        at=at,
    )


def _of(paid: Payment) -> Sentence:
    return told(
        "%(amount)s er betalt ut: %(award)s, %(year)d.", amount=kr(paid.amount), award=str(paid.award), year=paid.year
    )
