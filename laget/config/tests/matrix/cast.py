"""Who is who in the permission matrix: facts that the oracle reads, apart from the database.

To the small county of the tests comes a second one, Oslo, made from the same county file. One
university of Trøndelag, HINN, is partner there too, so that taking part in two counties is tried.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from laget.base.accounts.roles import Role
from laget.base.cycle.reading import COUNTIES
from testing.people import PEOPLE

TRONDELAG, OSLO = "Trøndelag", "Oslo"
FORUM = {TRONDELAG: "Samarbeidsforum i Trøndelag", OSLO: "Samarbeidsforum i Oslo"}

OWNER_OF = {
    "Solbakken barnehage": "Inderøy kommune",
    "Sakshaug skole": "Inderøy kommune",
    "Fjordgløtt barnehage": "Fjordgløtt SA",
    "Havhesten barnehage": "Ørland kommune",
    "Opphaug skole": "Ørland kommune",
    "Furuset barnehage": "Oslo kommune",
}
NETWORK_OF = {
    "Inderøy kommune": "Innherred",
    "Fjordgløtt SA": "Innherred",
    "Ørland kommune": "Fosen",
    "Oslo kommune": "Oslos Innherred",
}
SHORT_NAMES = {"dmmh": "DMMH", "nord": "Nord universitet", "ntnu": "NTNU", "hinn": "HINN"}

_FILE = (COUNTIES / "trondelag.toml").read_text(encoding="utf-8")


def oslo_file() -> str:
    """Trøndelag's county file, made Oslo's. Only the university that works in both keeps its name."""
    text = _FILE.replace('code = "50"\nname = "Trøndelag"', 'code = "03"\nname = "Oslo"')
    text = text.replace('"Innherred"\npartners = ["dmmh", "nord"]', '"Innherred"\npartners = ["dmmh", "hinn"]')
    return re.sub(r'(\[(?:networks|partners)\.(?!hinn)[\w-]+\]\nname = ")', r"\1Oslos ", text)


def _partners_of() -> Iterator[tuple[str, frozenset[str]]]:
    for prefix, text in (("", _FILE), ("Oslos ", oslo_file())):
        for network in tomllib.loads(text)["networks"].values():
            names = {key: name if key == "hinn" else prefix + name for key, name in SHORT_NAMES.items()}
            yield network["name"], frozenset(names[key] for key in network["partners"])


PARTNERS_OF = dict(_partners_of())
COMPETENCE_NETWORKS = {network for network in PARTNERS_OF if not network.endswith("PPT-ledernettverket")}


def network_of(party: str) -> str | None:
    """The network that a party's papers belong to: none for a UH, a forum or a county."""
    if party in PARTNERS_OF:
        return party
    return NETWORK_OF.get(OWNER_OF.get(party, party))


def county_of(party: str) -> str | None:
    """None for HINN, which belongs to no county of its own."""
    if party == "HINN":
        return None
    ours = {OSLO, FORUM[OSLO], "Oslo kommune", "Furuset barnehage"}
    return OSLO if party in ours or party.startswith("Oslos ") else TRONDELAG


def counties_of(party: str) -> frozenset[str | None]:
    """Those whose administrators give roles there: its own, or those it works in."""
    county = county_of(party)
    working_in = {county_of(network) for network, partners in PARTNERS_OF.items() if party in partners}
    return frozenset({county} if county else working_in)


@dataclass(frozen=True)
class Someone:
    """A person as the policy sees one: what they hold today, and nothing else."""

    name: str
    roles: tuple[tuple[Role, str], ...] = ()
    signed_in: bool = True

    def holds(self, *roles: Role, at: str | None) -> bool:
        return any(role in roles and where == at for role, where in self.roles)

    @cached_property
    def networks(self) -> frozenset[str]:
        """Those they belong to: through their owner, their virksomhet or their UH, or as koordinator."""
        return frozenset(network for role, where in self.roles for network in _networks_through(role, where))

    @cached_property
    def counties(self) -> frozenset[str]:
        """Those they take part in: by a role at any party there, or by a network there."""
        parties = {where for _role, where in self.roles} | self.networks
        return frozenset(county for party in parties if (county := county_of(party)))


def _networks_through(role: Role, where: str) -> set[str]:
    match role:
        case Role.COORDINATOR:
            return {where}
        case Role.OWNER:
            return {NETWORK_OF[where]}
        case Role.UNIT_LEADER | Role.UNIT_STAFF:
            return {NETWORK_OF[OWNER_OF[where]]}
        case Role.PARTNER:
            return {network for network, partners in PARTNERS_OF.items() if where in partners}
        case _:
            return set()


# Those whom the small county lacks. Doris, Sam and Rita hold two roles that must not be used on one another.
MORE_PEOPLE: dict[str, tuple[tuple[Role, str], ...]] = {
    "sina": ((Role.UNIT_LEADER, "Sakshaug skole"),),
    "pauline": ((Role.UNIT_STAFF, "Havhesten barnehage"),),
    "ylva": ((Role.COORDINATOR, "PPT-ledernettverket"),),
    "sam": ((Role.COORDINATOR, "Innherred"), (Role.PARTNER, "Nord universitet")),
    "doris": ((Role.CASE_OFFICER, TRONDELAG), (Role.DECIDER, TRONDELAG)),
    "rita": ((Role.FORUM_MEMBER, FORUM[TRONDELAG]), (Role.OWNER, "Inderøy kommune")),
    "oline": ((Role.UNIT_LEADER, "Furuset barnehage"),),
    "otto": ((Role.OWNER, "Oslo kommune"),),
    "odd": ((Role.COORDINATOR, "Oslos Innherred"),),
    "orla": ((Role.PARTNER, "Oslos DMMH"),),
    "olav": ((Role.FORUM_LEADER, FORUM[OSLO]),),
    "oskar": ((Role.FORUM_SECRETARY, FORUM[OSLO]),),
    "ove": ((Role.FORUM_MEMBER, FORUM[OSLO]),),
    "olga": ((Role.CASE_OFFICER, OSLO),),
    "odin": ((Role.DECIDER, OSLO),),
    "oda": ((Role.ADMINISTRATOR, OSLO),),
}
# Egil held all of these until yesterday, and Fia holds them from the day after tomorrow. Nils never held any.
NOT_TODAY = (
    (Role.UNIT_LEADER, "Solbakken barnehage"),
    (Role.OWNER, "Inderøy kommune"),
    (Role.COORDINATOR, "Innherred"),
    (Role.PARTNER, "Nord universitet"),
    (Role.FORUM_LEADER, FORUM[TRONDELAG]),
    (Role.FORUM_SECRETARY, FORUM[TRONDELAG]),
    (Role.CASE_OFFICER, TRONDELAG),
    (Role.DECIDER, TRONDELAG),
    (Role.ADMINISTRATOR, TRONDELAG),
)
ANONYMOUS = Someone("anonymous", signed_in=False)
EVERYONE = (
    ANONYMOUS,
    *(Someone(name) for name in ("nils", "egil", "fia")),
    *(Someone(name, (role,)) for name, role in PEOPLE.items()),
    *(Someone(name, roles) for name, roles in MORE_PEOPLE.items()),
)
BY_NAME = {each.name: each for each in EVERYONE}
# One of each role where things happen, then some from beside it: the same owner, the same network, the same county,
# another county, nobody, and one whose roles have ended.
CORE = tuple(
    BY_NAME[name]
    for name in (
        *("kari", "knut", "ola", "nina", "tom", "siri", "mons", "arne", "eva", "dag", "ada"),
        *("sina", "frode", "per", "pål", "petra", "olga", "oskar", "anonymous", "egil"),
    )
)
# One of each role, nobody, and one whose roles have ended.
EACH_ROLE = tuple(
    BY_NAME[name]
    for name in (
        *("kari", "knut", "ola", "nina", "tom", "siri", "mons", "arne", "eva", "dag", "ada"),
        *("anonymous", "egil"),
    )
)
# Those who can do something to a paper that others can't.
ACTORS = tuple(
    BY_NAME[name]
    for name in (
        *("pål", "dina", "petra", "nina", "tom", "sam"),
        *("siri", "arne", "eva", "dag", "doris", "ada", "olga", "odin", "egil"),
    )
)
