from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from laget.base.questions.models import Document


class Assessment(Document):
    """Vurdering (assessment): where a virksomhet stands and what it needs, in its own words.

    The first step of the year. Staff and leaders take part; the owner builds on it.
    """

    KIND: ClassVar[str] = "assessment"
    TELLS_RECEIVERS: ClassVar[bool] = False

    class Meta:
        verbose_name = _("vurdering")
