"""What recipients are told of payments."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from laget.base.actors.models import County
from laget.base.cycle.notices import News, notify_each
from laget.base.questions.telling import those_granted
from laget.base.ui.templatetags.ui import kr
from laget.grant.payments.models import Payment


def tell_recipients(paid: Iterable[Payment], county: County, *, at: datetime) -> None:
    """That the money has come to their account."""
    words = _("%(amount)s er betalt ut: %(award)s, %(year)d.")
    notify_each(
        [
            News(
                words % {"amount": kr(each.amount), "award": each.award, "year": each.year},
                address=reverse("payments:award", args=[each.award_id]),
                about=each.award_id,
                to=those_granted(each.award.recipient_id),
            )
            for each in paid
        ],
        county=county.pk,
        at=at,
    )
