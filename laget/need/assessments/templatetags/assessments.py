from typing import Any

from django import template

from laget.need.assessments.models import Assessment
from laget.need.assessments.queries import being_written_by

register = template.Library()


@register.simple_tag(takes_context=True)
def open_assessment(context: dict[str, Any]) -> Assessment | None:
    """For the pages of results, which know nothing of assessments: where this leader can take a finding along."""
    return being_written_by(context["request"].actor)
