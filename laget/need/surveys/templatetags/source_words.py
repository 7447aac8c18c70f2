from django import template

from laget.need.surveys.other_sources import shown_number

register = template.Library()
register.filter("source_number", shown_number)
