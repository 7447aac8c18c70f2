"""The guide is for everyone, signed in or not, and names the buttons as they are."""

import re

import pytest
from django.conf import settings
from django.test import Client

from laget.effect.insight.guides import GUIDES

# Words in quotation marks that begin a longer label: "Send til Inderøy kommune".
BEGINNINGS = {"Send til"}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", GUIDES)
def test_each_role_has_a_page_that_says_what_when_how_and_what_next(slug: str) -> None:
    page = Client().get(f"/hjelp/{slug}/").content.decode()
    assert f'<h1 class="ds-heading" data-size="lg">{GUIDES[slug]}</h1>' in page
    for heading in ("Dette skal du gjøre", "Når", "Slik gjør du", "Dette skjer videre"):
        section = page.partition(f">{heading}</h2>")[2].partition("</section>")[0]
        assert section.count("<li>") >= 1, heading
    others = [other for other in GUIDES if f'href="/hjelp/{other}/"' in page]
    assert others == [other for other in GUIDES if other != slug]


@pytest.mark.django_db
def test_the_help_leads_to_every_page_of_the_guide() -> None:
    page = Client().get("/hjelp/").content.decode()
    assert [slug for slug in GUIDES if f'href="/hjelp/{slug}/"' in page] == list(GUIDES)
    assert 'href="/hjelp/ord/"' in page


@pytest.mark.django_db
def test_the_words_stand_in_norwegian_order() -> None:
    from laget.rules.names import sort_key

    words = re.findall(r"<dt>(.+?)</dt>", Client().get("/hjelp/ord/").content.decode())
    assert words == sorted(words, key=sort_key)
    assert {"Behovsmelding", "Innstilling", "Tilsagn", "Ramme"} <= set(words)


@pytest.mark.django_db
def test_there_is_no_guide_for_a_role_that_is_not_there() -> None:
    assert Client().get("/hjelp/rektor/").status_code == 404


def test_what_the_guide_calls_a_button_is_what_the_button_says() -> None:
    guide = settings.BASE_DIR / "laget/effect/insight/templates/insight/guide"
    named = {label for page in guide.glob("*.html") for label in re.findall("«(.+?)»", page.read_text("utf-8"))}
    pages = [path for path in settings.BASE_DIR.glob("laget/**/*.html") if guide not in path.parents]
    pages += [path for path in settings.BASE_DIR.glob("laget/**/*.py") if "tests" not in path.parts]
    said = {
        text
        for path in pages
        for text in re.findall(r'(?:translate |_\(|gettext_noop\()"([^"]+)"', path.read_text("utf-8"))
    }
    assert named - BEGINNINGS - said == set()
