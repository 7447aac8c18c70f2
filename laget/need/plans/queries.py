from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Membership, Organisation, Party
from laget.base.actors.queries import network_of, partners_of
from laget.base.cycle.form_checks import PLANS
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import FormVersion, Round
from laget.base.questions import queries
from laget.base.questions.models import Document, Version
from laget.base.ui.templatetags.ui import day
from laget.need.plans.models import Adoption, Plan, Publication
from laget.need.plans.roles import LEADING

# A municipality, a fylkeskommune or a private owner writes how it will work; a network and a forum where it is going.
OF_OWNERS: tuple[str, ...] = ("plan_project", "plan_measures", "plan_description")
OF_OTHERS: tuple[str, ...] = ("plan_long_term",)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A plan that somebody may begin: whose, and on which form."""

    party: Party
    form: str
    title: str
    about: str


def visible_to(actor: Actor) -> QuerySet[Plan]:
    return queries.visible_to(actor, queries.with_names(Plan.objects.all()))


def beginnings(actor: Actor, round: Round) -> list[Beginning]:
    """What this person may begin in the round, and nobody has begun. Four queries at most."""
    held = actor.where(*LEADING)
    if not held:
        return []
    members = Membership.objects.at(actor.day).filter(network__county=round.county_id)
    owners = Party.objects.filter(pk__in=held, organisation__memberships__in=members).distinct()
    others = Party.objects.filter(pk__in=held, county=round.county_id).exclude(network=None, forum=None)
    parties = [(each, OF_OWNERS) for each in owners.order_by("sort_key")]
    parties += [(each, OF_OTHERS) for each in others.order_by("sort_key")]
    asked = _forms_of(round)
    begun = set(Document.objects.filter(round=round, kind__in=PLANS).values_list("subject", "kind"))
    return [
        Beginning(party, form, asked[form].title, asked[form].intro)
        for party, forms in parties
        for form in forms
        if form in asked and (party.pk, form) not in begun
    ]


def beginning(actor: Actor, round: Round, *, party: UUID, form: str) -> Beginning | None:
    """One of them, by whose it is and which form; None when this person can't begin it, or somebody has."""
    return next((each for each in beginnings(actor, round) if (each.party.pk, each.form) == (party, form)), None)


def listed(actor: Actor, round: Round) -> QuerySet[Plan]:
    """Every plan of the round that this person may read, by whose it is."""
    found = visible_to(actor).filter(round=round).select_related("asked").defer("answers", "given")
    return found.order_by("subject__sort_key", "kind")


def _forms_of(round: Round) -> dict[str, Form]:
    """The plans that the round has forms for, in order."""
    newest = FormVersion.objects.filter(round=round, kind__in=PLANS).order_by("kind", "-number").distinct("kind")
    found = {each.kind: each.stored.form for each in newest.select_related("stored")}
    return {kind: found[kind] for kind in PLANS if kind in found}


def writing_partners(party: Party, round: Round, *, day: date) -> list[Party]:
    """Whom a plan can be written with: the network's universities, and the other owners of an owner's network."""
    network = network_of(party, county=round.county_id, day=day)
    if network is None:
        return []
    universities = partners_of(network, kinds=round.rules.partners, day=day)
    owners = Organisation.objects.filter(memberships__in=network.memberships.at(day), active=True)
    pks = [*universities.values_list("pk", flat=True), *owners.values_list("pk", flat=True)]
    return list(Party.objects.filter(pk__in=pks).exclude(pk=party.pk).order_by("sort_key"))


def last_years(round: Round, party: UUID, form: str) -> Version | None:
    """What the same plan of the same party said when it was last adopted, the year before."""
    earlier = Document.objects.filter(
        round__county=round.county_id,
        round__year=round.year - 1,
        round__ordning__key__in=round.ordning_keys,
        subject=party,
        kind=form,
    )
    adopted = Version.objects.filter(document__in=earlier, adoption__isnull=False)
    return adopted.order_by("-number").first()


def adoptions_of(plan: Plan) -> dict[int, Adoption]:
    """Who adopted its versions: {number: adoption}."""
    found = Adoption.objects.filter(version__document=plan.pk).select_related("version")
    return {each.version.number: each for each in found}


def decided_on(version: Version) -> str:
    """Who adopted a version, and when; or that nobody has."""
    adoption = Adoption.objects.filter(version=version).first()
    if adoption is None:
        return _("Den er ikke vedtatt.")
    said = {"body": adoption.body, "day": day(adoption.decided_on), "reference": adoption.reference}
    if adoption.reference:
        return _("Vedtatt av %(body)s %(day)s, %(reference)s.") % said
    return _("Vedtatt av %(body)s %(day)s.") % said


def public_versions() -> QuerySet[Version]:
    """The newest adopted version of each plan, where those whose it is have shown it to everyone, and still do."""
    said = Publication.objects.filter(version=OuterRef("pk")).order_by("-pk").values("public")[:1]
    newest = adopted_versions().values("pk")  # only the newest: an older one that was shown isn't any longer
    return Version.objects.filter(Q(pk__in=newest), Subquery(said))


def adopted_versions() -> QuerySet[Version]:
    """The newest adopted version of each plan: what it says to everyone who may read it."""
    adopted = Version.objects.filter(adoption__isnull=False)
    return adopted.order_by("document", "-number").distinct("document").select_related("document__subject", "adoption")
