from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from laget.base.questions.models import Document


class Behovsmelding(Document):
    """Behovsmelding (statement of need): what an owner needs, built from its units' assessments, to its network.

    Not NAV's behovsmelding for assistive technology.
    """

    KIND: ClassVar[str] = "behovsmelding"

    class Meta:
        verbose_name = _("behovsmelding")
