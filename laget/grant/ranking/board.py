"""A ranking as a table: each application in its place, with its score, the sums, and what a step would cost."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from laget.base.accounts.actor import Actor
from laget.base.cycle.models import Round
from laget.grant.ranking import queries
from laget.grant.ranking.models import Application, Place, Ranking
from laget.rules.names import sort_key
from laget.rules.scoring import Asked, Cut, Score, Standing, Step, cut, in_order, places, score, steps


@dataclass(frozen=True, slots=True)
class Row:
    """One application. `up` and `down` say what would come of changing places with the one above or below."""

    id: UUID
    place: int
    by_score: int
    shared: bool  # the place by score is that of another too
    address: str
    title: str
    applicant: str
    network: str
    score: Score
    network_place: int | None
    asked: int
    sum: int
    granted: int
    on_line: bool
    tied: bool  # the one who looks is tied to it
    reason: str
    up: Step | None
    down: Step | None

    @property
    def members(self) -> int:
        return self.score.counted + self.score.missing

    @property
    def shown(self) -> str:
        return shown(self.score.value)


@dataclass(frozen=True, slots=True)
class Board:
    ranking: Ranking
    rows: list[Row]
    money: int | None
    cut: Cut

    @property
    def asked(self) -> int:
        return self.cut.sums[-1] if self.cut.sums else 0

    @property
    def granted(self) -> int:
        return sum(self.cut.granted)

    @property
    def on_line(self) -> Row | None:
        """The one that the money ends at."""
        return self.rows[self.cut.line] if self.cut.line < len(self.rows) else None

    @property
    def rest(self) -> int:
        """What is left when all above the line have got theirs: what the one on it may get."""
        return self.cut.left + (self.cut.granted[self.cut.line] if self.on_line else 0)


def board_of(ranking: Ranking, actor: Actor, *, day: date) -> Board:
    """A fixed number of queries, however many there are."""
    round = ranking.round
    tiltak = "application__tiltak"
    names = (f"{tiltak}__applicant", f"{tiltak}__network", f"{tiltak}__version__document")
    ordered = list(Place.objects.filter(ranking=ranking).select_related(*names).order_by("number"))
    tied = queries.tied_in(round, [actor.person.pk], day=day) if ranking.of_forum else {}
    standings, scores = standings_of(round, [each.application for each in ordered], ranking, day=day)
    by_score = places(in_order(standings.values()))
    counts = Counter(by_score.values())
    asked_for, money = queries.applied_for(round), queries.money_for(round) if ranking.of_forum else None
    asked = [Asked(each.application_id, asked_for.get(each.application_id, 0)) for each in ordered]
    enough = sum(each.amount for each in asked)
    drawn = cut(asked, enough if money is None else money, rest_to=ranking.rest_to_id)
    taken = steps(asked, enough if money is None else money, rest_to=ranking.rest_to_id)
    address = _addresses()
    whole = {each.application_id: each.application.tiltak.version.document for each in ordered}
    rows = [
        Row(
            id=each.application_id,
            place=each.number,
            by_score=by_score[each.application_id],
            shared=counts[by_score[each.application_id]] > 1,
            address=address(each.application_id) if ranking.of_forum else whole[each.application_id].get_absolute_url(),
            title=each.application.tiltak.title,
            applicant=each.application.tiltak.applicant.name,
            network=each.application.tiltak.network.name,
            score=scores[each.application_id],
            network_place=standings[each.application_id].network_place,
            asked=asked[n].amount,
            sum=drawn.sums[n],
            granted=drawn.granted[n],
            on_line=n == drawn.line,
            tied=actor.person.pk in tied.get(each.application_id, ()),
            reason=each.reason,
            up=taken[n - 1] if n else None,
            down=taken[n] if n < len(taken) else None,
        )
        for n, each in enumerate(ordered)
    ]
    return Board(ranking, rows, money, drawn)


def standings_of(
    round: Round, applications: Sequence[Application], ranking: Ranking | None, *, day: date
) -> tuple[dict[UUID, Standing[UUID]], dict[UUID, Score]]:
    """What decides where each begins, and its score. In a network's own ranking nothing does but the names.

    A role that someone gets when the ranking has begun changes nothing in it.
    """
    if ranking is not None and not ranking.of_forum:
        none = dict.fromkeys((each.pk for each in applications), Score(None, 0, 0, 0))
        return {each.pk: Standing(each.pk, None, None, sort_key(each.tiltak.title)) for each in applications}, none
    scores = scores_of(round, applications, day=localdate(ranking.begun_at) if ranking else day)
    ranked = queries.network_places(round) if round.file.ranking.networks_first else {}
    standings = {
        each.pk: Standing(each.pk, scores[each.pk].value, ranked.get(each.pk), sort_key(each.tiltak.title))
        for each in applications
    }
    return standings, scores


def scores_of(round: Round, applications: Iterable[Application], *, day: date) -> dict[UUID, Score]:
    """Each application's score, out of what those members who are free have given."""
    weights = round.file.ranking.weights
    found = list(applications)
    if not weights:
        return dict.fromkeys((each.pk for each in found), Score(None, 0, 0, 0))
    members = queries.members_in(round)
    people = {person for group in members.values() for person in group}
    tied = queries.tied_in(round, people, day=day)
    points = queries.points_in([each.pk for each in found])
    return {
        each.pk: score(
            points.get(each.pk, {}),
            weights,
            members=members.get(each.group_id or 0, []),
            tied=tied.get(each.pk, ()),
        )
        for each in found
    }


def _addresses() -> Callable[[UUID], str]:
    """The address of each, looked up once and not for every row."""
    nowhere = UUID(int=0)
    before, after = reverse("ranking:application", args=[nowhere]).split(str(nowhere))
    return lambda pk: f"{before}{pk}{after}"


def shown(value: Fraction | None) -> str:
    """With two decimals, rounded half up: 3,67."""
    if value is None:
        return "–"
    hundredths = int(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100},{hundredths % 100:02}"
