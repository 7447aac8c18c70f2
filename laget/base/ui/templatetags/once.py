"""Django's own `translate`, `url` and `static`, worked out once where they can't come out otherwise.

A page has some fifty of them, and with words in place of variables they say the same on every page.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode, do_static
from django.utils.translation import get_language

register = template.Library()


class Once(template.Node):
    """What a tag gives the first time, in each language."""

    def __init__(self, tag: template.Node) -> None:
        self.tag = tag
        self.given: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.given:
            self.given[language] = self.tag.render(context)
        return self.given[language]


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    tag: TranslateNode = do_translate(parser, token)
    words: Any = tag.filter_expression
    fixed = words.var.literal is not None and not words.filters
    return Once(tag) if fixed and not (tag.noop or tag.asvar or tag.message_context) else tag


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    tag: URLNode = django_url(parser, token)
    return Once(tag) if _is_fixed(tag.view_name) and not (tag.args or tag.kwargs or tag.asvar) else tag


@register.tag
def static(parser: Parser, token: Token) -> template.Node:
    tag: StaticNode = do_static(parser, token)
    return Once(tag) if _is_fixed(tag.path) and not tag.varname else tag


def _is_fixed(words: FilterExpression) -> bool:
    return not words.is_var and not words.filters
