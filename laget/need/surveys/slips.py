"""What the leader hands out: a slip with a code for each person, or one link for all."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from laget.base.ui.qr import picture
from laget.need.surveys.codes import code_for, printed
from laget.need.surveys.instrument_file import layer_name
from laget.need.surveys.mail import answer_address
from laget.need.surveys.models import SurveyUnit


@dataclass(frozen=True, slots=True)
class Slip:
    address: str  # to type
    code: str  # to type; empty for a link
    layer: str
    picture: SafeString  # to point a phone at


def slips_of(unit: SurveyUnit) -> Iterator[Slip]:
    """One for each code that is not mailed. Used or not: that is nobody's business here."""
    for code in unit.codes.filter(email="").order_by("layer", "number"):
        secret = code_for(unit.pk, code.number)
        name = layer_name(code.role_layer, unit.party.language)
        yield Slip(answer_address(), printed(secret), name, picture(answer_address(secret)))


def link_of(unit: SurveyUnit) -> Slip:
    address = settings.ADDRESS + reverse("answer:link", args=[unit.open_link])
    return Slip(address, "", "", picture(address))
