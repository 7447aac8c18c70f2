from datetime import date

from django.db.models import QuerySet

from laget.base.accounts.actor import Actor
from laget.base.actors.models import Organisation, Partnership, Party
from laget.base.actors.queries import competence_networks, counts_by_network
from laget.base.cycle.models import Round
from laget.base.questions.actions import content_hash
from laget.grant.allocation.inputs import Inputs, frozen, inputs_from_file
from laget.grant.allocation.models import Allocation
from laget.grant.ledger.queries import bound_in, granted_in
from laget.rules.ledger import YearMoney


def visible_to(actor: Actor) -> QuerySet[Allocation]:
    """A division is for everyone in the county to see."""
    return Allocation.objects.filter(round__county__in=actor.counties).select_related("round", "adopted_by")


def is_divided(round: Round) -> bool:
    """Whether the forum has decided on the frames."""
    return Allocation.objects.filter(round=round).exists()


def inputs_for(round: Round, *, day: date) -> Inputs:
    """The county file's year, with the counts that the database knows, and what the awards that are here bind too."""
    from_file = inputs_from_file(round.file, round.year)
    networks = list(competence_networks(round.county))
    counts = counts_by_network(networks, year=round.year, day=day)
    sample = any(each.is_sample for each in counts.values())
    return Inputs(
        grant=from_file.grant,
        bound=(*bound_in(round), *from_file.bound),
        set_asides=from_file.set_asides,
        fixed=from_file.fixed,
        fellestiltak=from_file.fellestiltak,
        key=from_file.key,
        counts={network.name: counts[network.pk].numbers for network in networks},
        counts_are="Eksempeltall" if sample else "Barne- og elevtall som er lagt inn",
        unknown={network.name: counts[network.pk].unknown for network in networks if counts[network.pk].unknown},
    )


def hash_of(inputs: Inputs) -> str:
    """What a page that asks about a division sends back, to tell whether it is still the same."""
    return content_hash(frozen(inputs))


def money_of(round: Round) -> YearMoney:
    """The county's money for the year of the round: what is bound, set aside and granted of it, and what is free.

    Raises CountyFileProblem when the county file says nothing of the year.
    """
    adopted = Allocation.objects.filter(round=round).values_list("result", flat=True).first()
    given = inputs_from_file(round.file, round.year)
    grant = adopted["grant"] if adopted else given.grant
    set_asides = [each["amount"] for each in adopted["set_asides"]] if adopted else [p.amount for p in given.set_asides]
    bound = sum(post.amount for post in bound_in(round)) + bound_on_paper(round)
    return YearMoney(grant, bound, sum(set_asides), granted_in(round))


def bound_on_paper(round: Round) -> int:
    """What awards from before Laget bind, as the county file says: those that are here are counted by themselves.

    Raises CountyFileProblem when the county file says nothing of the year.
    """
    return sum(post.amount for post in inputs_from_file(round.file, round.year).bound)


def parties_named(round: Round) -> dict[str, Party]:
    """Those that the county file names, by its keys. Only those that are there: a partner is made by its number.

    Partners are found by that number, since one that works in more counties was made by the first of them.
    """
    county = round.county_id
    working_here = Partnership.objects.filter(network__county=county).values("partner")
    found = {each.key: each for each in Party.objects.filter(pk__in=working_here)}
    found |= {each.key: each for each in Party.objects.filter(county=county).exclude(key="")}
    keys = {info.number: key for key, info in round.file.partners.items() if info.number}
    found |= {keys[each.number]: each for each in Organisation.objects.filter(number__in=keys)}
    return found
