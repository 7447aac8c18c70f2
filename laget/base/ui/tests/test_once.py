import pytest
from django.template import engines
from django.utils.translation import override

from laget.base.ui.templatetags.once import Once


@pytest.mark.parametrize(
    ("tag", "once"),
    [
        ("{% translate 'Ja' %}", True),
        ("{% translate word %}", False),
        ("{% translate 'Ja'|lower %}", False),
        ("{% translate 'Ja' as yes %}", False),
        ("{% translate 'Ja' noop %}", False),
        ("{% translate 'Ja' context 'svar' %}", False),
        ("{% url 'insight:help' %}", True),
        ("{% url view %}", False),
        ("{% url 'insight:guide' slug %}", False),
        ("{% url 'insight:guide' slug='styrer' %}", False),
        ("{% url 'insight:help' as help %}", False),
        ("{% static 'a.css' %}", True),
        ("{% static file %}", False),
        ("{% static 'a.css' as css %}", False),
    ],
)
def test_only_what_is_fixed_is_kept(tag: str, once: bool) -> None:
    (node,) = engines["django"].from_string(tag).template.nodelist  # type: ignore[attr-defined]  # the types lack it
    assert isinstance(node, Once) is once


def test_what_is_fixed_is_given_in_each_language() -> None:
    found = engines["django"].from_string('{% translate "Sette rammene" %}')
    given = []
    for language in ("nb", "nn", "nb", "nn"):
        with override(language):
            given.append(found.render({}))
    assert given == ["Sette rammene", "Setje rammene"] * 2


def test_what_depends_on_the_page_is_worked_out_each_time() -> None:
    found = engines["django"].from_string(
        "{% translate word %} {% translate word|lower %} {% url view %} {% url 'insight:guide' slug %}"
        " {% static file %}"
    )
    pages = [
        found.render({"word": f"Ord {n}", "view": f"insight:{view}", "slug": f"s{n}", "file": f"{n}.css"})
        for n, view in ((1, "help"), (2, "tasks"))
    ]
    assert pages == [
        "Ord 1 ord 1 /hjelp/ /hjelp/s1/ /static/1.css",
        "Ord 2 ord 2 /oppgaver/ /hjelp/s2/ /static/2.css",
    ]


def test_what_is_kept_under_a_name_is_there_on_every_page() -> None:
    found = engines["django"].from_string(
        "{% translate 'Ja' as yes %}{% url 'insight:help' as help %}{% static 'a.css' as css %}"
        "{{ yes }} {{ help }} {{ css }}"
    )
    assert [found.render({}) for _page in range(2)] == ["Ja /hjelp/ /static/a.css"] * 2
