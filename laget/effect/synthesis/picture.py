"""A synthesis as it stands: sections with figures, own text and quotations. What is shown, frozen and set on paper."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.questions.actions import content_hash
from laget.base.questions.models import Version
from laget.effect.synthesis import pieces, sentences
from laget.effect.synthesis.counting import Asked, count, themes
from laget.effect.synthesis.kinds import KINDS, K
from laget.effect.synthesis.library import section_of, sections
from laget.effect.synthesis.models import Audience, Frozen, Synthesis
from laget.effect.synthesis.queries import versions_in
from laget.effect.synthesis.standing_out import outstanding, who_with_whom
from laget.rules.synthesizing import may_be_told

SELECTION, THEMES = "selection", "themes"
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """`content` is what its readers see; `inner` is for those who make it alone; `told` is what the figures are of."""

    content: Content
    inner: Content
    told: Mapping[str, Sequence[int]]
    versions: Sequence[Version]
    may_publish: bool

    @property
    def sha256(self) -> str:
        return content_hash(self.content)


def picture_of(synthesis: Synthesis, actor: Actor, *, audience: str = Audience.OWN) -> Picture:
    """As this person would freeze it for those readers now: of the documents that they may open, and no others."""
    versions = versions_in(actor, synthesis)
    counts = not (KINDS[synthesis.kind].of_units and len(versions) < K)
    asked = count(versions) if counts else []
    by_pk = {version.pk: version for version in versions}
    every = [version.pk for version in versions]
    found = _pieces(synthesis, asked, versions) if counts else {}
    before = _told_before(synthesis) if audience != Audience.OWN else []
    told, left_out = _tell(found, before, published=audience != Audience.OWN)
    inner = {"outstanding": outstanding(asked, by_pk), "who": who_with_whom(asked, by_pk)}
    content = {
        "title": synthesis.title,
        "party": synthesis.party.name,
        "kind": synthesis.kind,
        "n": len(versions),
        "counted": counts,
        "sections": _sections(synthesis, told, versions=every),
        "left_out": left_out,
        "themes": synthesis.themes,
        "sources": [_source(version) for version in versions],
        "inner_sha256": content_hash(inner),
    }
    kept = {piece["question"]: piece["told"] for each in told.values() for piece in each}
    may_publish = _may_tell(every, "", before)
    return Picture(content, inner, {"": every, **kept}, versions, may_publish)


Found = dict[str, list[pieces.Piece]]  # by section


def _pieces(synthesis: Synthesis, asked: Sequence[Asked], versions: Sequence[Version]) -> Found:
    found: Found = {SELECTION: _of_selection(versions)}
    for question in asked:
        if piece := pieces.piece_of(question):
            found.setdefault(section_of(question.path), []).append(piece)
    found[THEMES] = _of_themes(synthesis, asked, versions)
    return found


def _of_selection(versions: Sequence[Version]) -> list[pieces.Piece]:
    every = [version.pk for version in versions]

    def by(name: str, label: str, values: Iterable[str]) -> pieces.Piece:
        counts = sorted(Counter(value for value in values if value).items())
        return pieces.counted(name, label, counts, len(every), told=every)

    documents = [version.document for version in versions]
    kinds = [getattr(each.subject, "organisation", None) for each in documents]
    found = [
        by("selection.network", _("Nettverk"), (each.network.name if each.network else "" for each in documents)),
        by(
            "selection.kind",
            _("Hvem som har skrevet"),
            (str(kind.get_kind_display()) if kind else "" for kind in kinds),
        ),
        by("selection.year", _("År"), (str(each.round.year) for each in documents)),
    ]
    return [piece for piece in found if len(piece["rows"]) > 1]  # one alone goes without saying


def _of_themes(synthesis: Synthesis, asked: Sequence[Asked], versions: Sequence[Version]) -> list[pieces.Piece]:
    touched = themes(asked, dict(synthesis.themes))
    counts = sorted(((theme, len(who)) for theme, who in touched.items() if who), key=lambda each: -each[1])
    if not counts:
        return []
    every = [version.pk for version in versions]
    piece = pieces.counted(THEMES, _("Hvor mange som nevner hvert tema"), counts, len(every), told=every)
    return [{**piece, "sentences": sentences.choosing(counts, len(every), mention=True)}]


def _told_before(synthesis: Synthesis) -> list[Mapping[str, Sequence[int]]]:
    """What each published synthesis of the county's documents of the same kind has told, and of which versions."""
    same = Frozen.objects.exclude(audience=Audience.OWN).filter(
        synthesis__county=synthesis.county_id, synthesis__kind=synthesis.kind
    )
    return list(same.exclude(synthesis=synthesis.pk).values_list("told", flat=True))


def _may_tell(versions: Collection[int], question: str, before: Sequence[Mapping[str, Sequence[int]]]) -> bool:
    told = [each[question] for each in before if question in each]
    return may_be_told(versions, told, k=K)


def _tell(found: Found, before: Sequence[Mapping[str, Sequence[int]]], *, published: bool) -> tuple[Found, list[str]]:
    """What may be told, and the questions that are left out since so few have answered."""
    if not published:
        return found, []
    kept: Found = {}
    left_out = []
    for section, each in found.items():
        for piece in each:
            if _may_tell(piece["told"], piece["question"], before):
                kept.setdefault(section, []).append(piece)
            else:
                left_out.append(piece["label"])
    return kept, left_out


def _sections(synthesis: Synthesis, found: Found, *, versions: Collection[int]) -> list[Content]:
    """What is quoted from a document stands as long as that version of it is in the selection."""
    own = dict(synthesis.passages.values_list("section", "text"))
    quoted: dict[str, list[Content]] = {}
    for each in synthesis.quotations.filter(version__in=versions).select_related("version__document__subject"):
        quoted.setdefault(section_of(each.question), []).append(
            {
                "pk": each.pk,
                "text": each.text,
                "whose": each.version.document.subject.name,
                "document": str(each.version.document_id),
                "number": each.version.number,
                "sha256": each.version.sha256,
            }
        )
    return [
        {
            "key": key,
            "title": title,
            "text": own.get(key, ""),
            "pieces": list(pieces.without_told(found.get(key, ()))),
            "quotations": quoted.get(key, []),
        }
        for key, title in titles().items()
        if key in found or own.get(key) or key in quoted or key == SELECTION
    ]


def titles() -> dict[str, str]:
    """Every section there can be, in order."""
    own = {section.key: section.title for section in sections()}
    return {SELECTION: _("Utvalget"), **own, THEMES: _("Temaer som går igjen")}


def _source(version: Version) -> Content:
    document = version.document
    return {
        "whose": document.subject.name,
        "document": str(document.pk),
        "year": document.round.year,
        "number": version.number,
        "sha256": version.sha256,
    }
