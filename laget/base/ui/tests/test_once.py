from django.template import engines
from django.utils.translation import override


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
