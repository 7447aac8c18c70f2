from django.utils.translation import gettext as _

from laget.base.questions.answers import Problem, layout_of, problems
from laget.grant.innstilling.lines import less_needs_a_reason
from laget.grant.tilsagn.models import Tilsagn


def what_is_wrong(tilsagn: Tilsagn) -> list[Problem]:
    """Everything that has to be mended before it can be decided."""
    return [*problems(layout_of(tilsagn), tilsagn.answers), *less_needs_a_reason(tilsagn, _("søkt"))]
