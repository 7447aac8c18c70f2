"""Whoever stands at a party that a matter concerns is tied to it, in the nearest way, and nobody else is."""

from hypothesis import given
from hypothesis import strategies as st

from laget.rules.habilitet import Ground, Tie, concerned, ties

INNHERRED = concerned(
    units=["Solbakken barnehage", "Sakshaug skole"],
    owners=["Inderøy kommune"],
    networks=["Innherred"],
    recipients=["Innherred", "Nord universitet"],
)


def test_each_kind_of_standing_ties_in_its_own_way() -> None:
    expected = {
        "Solbakken barnehage": Ground.UNIT,
        "Inderøy kommune": Ground.OWNER,
        "Innherred": Ground.NETWORK,
        "Nord universitet": Ground.RECIPIENT,
    }
    for party, ground in expected.items():
        assert ties([party], INNHERRED) == [Tie(ground, party)]


def test_the_nearest_comes_first() -> None:
    found = ties(["Nord universitet", "Inderøy kommune", "Solbakken barnehage"], INNHERRED)
    assert [tie.ground for tie in found] == [Ground.UNIT, Ground.OWNER, Ground.RECIPIENT]


def test_a_partner_that_gets_nothing_is_free() -> None:
    """DMMH works with Innherred, but is named as recipient of none of the money here."""
    assert ties(["DMMH", "Ørland kommune", "Lærerlaget"], INNHERRED) == []


def test_nothing_ties_to_a_matter_that_concerns_nobody() -> None:
    assert ties(["Inderøy kommune"], concerned()) == []


PARTIES = st.sets(st.integers(0, 12))


@given(stands=PARTIES, units=PARTIES, owners=PARTIES, networks=PARTIES, recipients=PARTIES)
def test_one_is_tied_exactly_when_one_stands_at_a_party_that_is_concerned(
    stands: set[int], units: set[int], owners: set[int], networks: set[int], recipients: set[int]
) -> None:
    concerns = concerned(units=units, owners=owners, networks=networks, recipients=recipients)
    found = ties(stands, concerns)
    assert {tie.party for tie in found} == stands & (units | owners | networks | recipients)
    order = [list(Ground).index(tie.ground) for tie in found]
    assert order == sorted(order)
