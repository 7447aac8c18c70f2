"""What few others say, and amounts far from the middle: named, so it is for those who read every document alone."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from laget.base.questions.models import Version
from laget.base.ui.templatetags.ui import kr, number
from laget.effect.synthesis.counting import CLOSED, Asked
from laget.rules.synthesizing import is_far, is_rare, middle

Outstanding = dict[str, str]  # whose it is, its document, the question, and what it says


def outstanding(asked: Sequence[Asked], versions: Mapping[int, Version]) -> list[Outstanding]:
    return [each for question in asked for each in _of(question, versions)]


def who_with_whom(asked: Sequence[Asked], versions: Mapping[int, Version]) -> list[list[str]]:
    """Who names whom as partner: each document's answers to what it chooses partners in, side by side."""
    found = []
    for question in asked:
        if question.path.rpartition(".")[2] in _PARTNERS and question.type in CLOSED:
            for key, who in question.choosing().items():
                if who:
                    names = sorted(versions[pk].document.subject.name for pk in who)
                    found.append([f"{question.label} {question.options[key]}", ", ".join(names)])
    return found


_PARTNERS = ("uh", "uh_with", "partners", "contributors", "statped")


def _of(question: Asked, versions: Mapping[int, Version]) -> Iterator[Outstanding]:
    if question.type in CLOSED:
        for key, who in question.choosing().items():
            if is_rare(len(who), len(question.answered)):
                words = {"label": question.options[key], "n": number(len(who)), "of": number(len(question.answered))}
                for pk in sorted(who):
                    said = _("Svarer «%(label)s», som %(n)s av %(of)s gjør.") % words
                    yield _named(question, versions[pk], said)
    elif question.type in ("number", "money"):
        amounts = question.amounts()
        numbers = list(amounts.values())
        words_for = kr if question.money else number
        for pk, amount in amounts.items():
            if is_far(amount, numbers):
                said = _("Har %(amount)s. Det midterste svaret er %(middle)s.")
                both = {"amount": words_for(amount), "middle": words_for(middle(numbers))}
                yield _named(question, versions[pk], said % both)


def _named(question: Asked, version: Version, said: str) -> Outstanding:
    document = version.document
    return {"whose": document.subject.name, "document": str(document.pk), "label": question.label, "said": said}
