"""The oracle: the written policy on who may see and do what, in plain Python over plain facts.

It is written from the policy and from nothing in the apps, so that a fault in them can't be a fault here too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from laget.base.accounts.roles import Role
from laget.config.tests.matrix.cast import COMPETENCE_NETWORKS, FORUM, OWNER_OF, PARTNERS_OF, Someone, network_of

READING = frozenset(Role) - {Role.ADMINISTRATOR}
WRITING = READING - {Role.FORUM_MEMBER}
FORUM_ROLES = (Role.FORUM_MEMBER, Role.FORUM_LEADER, Role.FORUM_SECRETARY)
DRAFTS = frozenset({"draft", "returned"})
WRITTEN_WITH = {"plan_measures": {"Nord universitet"}}


@dataclass(frozen=True)
class Paper:
    """A document as the policy sees one."""

    kind: str
    writer: str
    about: str
    county: str
    state: str
    sent: bool = False  # ever, also when it has come back since
    proposed_by: frozenset[str] = frozenset()  # ever
    written_by: frozenset[str] = frozenset()
    signed: frozenset[tuple[str, str]] = frozenset()  # (side, person), on the version to be signed
    sides: frozenset[str] = frozenset()  # the network, and the UH that take part in a tiltak
    frozen: bool = False  # has a version, sent or not
    letter: str = ""  # where its letter has got to
    public: bool = False  # what it says is everyone's

    @property
    def has_letter(self) -> bool:
        return bool(self.letter)

    @property
    def network(self) -> str | None:
        return network_of(self.about)

    @property
    def writers(self) -> frozenset[str]:
        partners = PARTNERS_OF[self.writer] if self.kind == "beslutningsgrunnlag" else WRITTEN_WITH.get(self.kind, ())
        return frozenset({*partners, self.writer})


# -- Seeing -----------------------------------------------------------------------------------------


def sees(who: Someone, paper: Paper) -> bool:
    """A draft is for those who write it. What has been sent stays visible to those it was sent to."""
    if any(who.holds(*READING, at=writer) for writer in paper.writers):
        return True
    return paper.sent and _sees_what_is_sent(who, paper)


def _sees_what_is_sent(who: Someone, paper: Paper) -> bool:
    if follows_every_case(who, paper.county) or who.holds(*READING, at=paper.about):
        return True
    if paper.kind == "assessment":
        owner, network = OWNER_OF[paper.writer], paper.network
        partner = any(who.holds(Role.PARTNER, at=uh) for uh in PARTNERS_OF[str(network)])
        return partner or who.holds(Role.OWNER, at=owner) or who.holds(Role.COORDINATOR, at=network)
    if paper.network:
        return paper.network in who.networks
    return takes_part(who, paper.county)


def takes_part(who: Someone, county: str) -> bool:
    return county in who.counties


def follows_every_case(who: Someone, county: str) -> bool:
    return who.holds(*FORUM_ROLES, at=FORUM[county]) or who.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def hears(who: Someone, unit: str) -> bool:
    """What children said is for those who work with them, and for nobody else."""
    return who.holds(*READING, at=unit)


def sees_outcome(who: Someone, unit: str, *, open: bool) -> bool:
    """Beside the staff's picture, once it is closed, also for the owner."""
    return hears(who, unit) or (not open and who.holds(Role.OWNER, at=OWNER_OF[unit]))


def leads_hearing(who: Someone, unit: str) -> bool:
    return who.holds(Role.UNIT_LEADER, at=unit)


# -- Doing ------------------------------------------------------------------------------------------


def writes(who: Someone, paper: Paper) -> bool:
    return any(who.holds(*WRITING, at=writer) for writer in paper.writers)


def is_case_officer(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.CASE_OFFICER, at=paper.county)


def leads_the_virksomhet(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.UNIT_LEADER, at=paper.writer)


def owns_the_virksomhet(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.OWNER, at=OWNER_OF.get(paper.writer))


def represents_the_owner(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.OWNER, at=paper.writer)


def coordinates_its_network(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.COORDINATOR, at=paper.network)


def leads_the_forum(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.FORUM_LEADER, at=FORUM[paper.county])


def is_secretary(who: Someone, paper: Paper) -> bool:
    return who.holds(Role.FORUM_SECRETARY, at=FORUM[paper.county])


def decides(who: Someone, paper: Paper) -> bool:
    """A decider who had no part in preparing it."""
    has_prepared = who.name in paper.proposed_by | paper.written_by
    return who.holds(Role.DECIDER, at=paper.county) and not has_prepared


def previews(who: Someone, paper: Paper) -> bool:
    return is_case_officer(who, paper) or decides(who, paper)


def judges(who: Someone, paper: Paper) -> bool:
    """A case officer who has neither written in the report nor sent it."""
    return is_case_officer(who, paper) and who.name not in paper.proposed_by | paper.written_by


def has_a_side(who: Someone, paper: Paper) -> bool:
    return bool(_sides(who, paper))


def has_a_side_to_sign(who: Someone, paper: Paper) -> bool:
    """Each side signs once, and nobody for two."""
    signed, by = {side for side, _name in paper.signed}, {name for _side, name in paper.signed}
    return bool(_sides(who, paper) - signed) and who.name not in by


def _sides(who: Someone, paper: Paper) -> set[str]:
    partners = {side for side in paper.sides if side != paper.writer and who.holds(Role.PARTNER, at=side)}
    return partners | ({paper.writer} if who.holds(Role.COORDINATOR, at=paper.writer) else set())


def leads_plans_of(who: Someone, party: str) -> bool:
    leading = (Role.OWNER, Role.COORDINATOR, Role.FORUM_LEADER, Role.FORUM_SECRETARY)
    return who.holds(*leading, at=party)


def leads_the_plan(who: Someone, paper: Paper) -> bool:
    return leads_plans_of(who, paper.writer)


def shows_the_plan(who: Someone, paper: Paper) -> bool:
    """To everyone. A private owner keeps its own to those it works with."""
    return leads_the_plan(who, paper) and paper.writer != "Fjordgløtt SA"


def follows_plan(who: Someone, paper: Paper) -> bool:
    """How it goes with a plan that is adopted is for all who may read it."""
    return sees(who, paper) and paper.sent


def follows_up(who: Someone, paper: Paper) -> bool:
    """Those who write it say how it goes."""
    return writes(who, paper) and paper.sent


HAS_RISKS = frozenset({"plan_project", "plan_long_term"})


def follows_risks(who: Someone, paper: Paper) -> bool:
    return follows_plan(who, paper) and paper.kind in HAS_RISKS


def reviews_risks(who: Someone, paper: Paper) -> bool:
    return follows_up(who, paper) and paper.kind in HAS_RISKS


@dataclass(frozen=True)
class Act:
    """Who may do it, in which states, and where its letter has got to, when that matters."""

    by: Callable[[Someone, Paper], bool]
    when: frozenset[str]
    letter: frozenset[str] = frozenset()

    def fits(self, paper: Paper) -> bool:
        return paper.state in self.when and (not self.letter or paper.letter in self.letter)


ACTS = {
    "assessment:submit": Act(leads_the_virksomhet, DRAFTS),
    "assessment:send_back": Act(owns_the_virksomhet, frozenset({"submitted"})),
    "behovsmelding:submit": Act(represents_the_owner, DRAFTS),
    "behovsmelding:send_back": Act(coordinates_its_network, frozenset({"submitted"})),
    "beslutningsgrunnlag:freeze": Act(writes, DRAFTS),
    "beslutningsgrunnlag:reopen": Act(writes, frozenset({"signing"})),
    "beslutningsgrunnlag:sign": Act(has_a_side_to_sign, frozenset({"signing"})),
    "beslutningsgrunnlag:send_back": Act(is_secretary, frozenset({"submitted"})),
    "innstilling:submit": Act(leads_the_forum, DRAFTS),
    "innstilling:send_back": Act(is_case_officer, frozenset({"submitted"})),
    "tilsagn:propose": Act(is_case_officer, DRAFTS),
    "tilsagn:give": Act(decides, frozenset({"proposed"})),
    "tilsagn:send_back": Act(decides, frozenset({"proposed"})),
    "tilsagn:send": Act(is_case_officer, frozenset({"given"}), frozenset({"ready", "stopped"})),
    "tilsagn:stop": Act(is_case_officer, frozenset({"given"}), frozenset({"queued"})),
    "tilsagn:resend": Act(is_case_officer, frozenset({"sent"}), frozenset({"failed"})),
    "report:submit": Act(writes, DRAFTS),
    "plan:propose": Act(leads_the_plan, DRAFTS),
    "plan:adopt": Act(leads_the_plan, frozenset({"proposed"})),
    "plan:send_back": Act(leads_the_plan, frozenset({"proposed"})),
    "plan:show": Act(shows_the_plan, frozenset({"adopted"})),
    "plan:revise": Act(leads_the_plan, frozenset({"adopted"})),
    "plan:set_aside": Act(leads_the_plan, DRAFTS),
    "plan:take_up": Act(leads_the_plan, frozenset({"set_aside"})),
}

# What sends each kind on: the last thing its own page asks for.
SENDING = {
    "assessment": "assessment:submit",
    "behovsmelding": "behovsmelding:submit",
    "beslutningsgrunnlag": "beslutningsgrunnlag:freeze",
    "innstilling": "innstilling:submit",
    "tilsagn": "tilsagn:propose",
    "report": "report:submit",
    "plan_description": "plan:propose",
    "plan_project": "plan:propose",
    "plan_measures": "plan:propose",
    "plan_long_term": "plan:propose",
}

# -- Doing things with a whole round ------------------------------------------------------------------


def is_officer_of(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, at=county)


def opens_rounds_in(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.ADMINISTRATOR, at=county)


def administers(who: Someone, county: str | None) -> bool:
    return county is not None and who.holds(Role.ADMINISTRATOR, at=county)


def follows_letters(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def keeps_archive(who: Someone, county: str) -> bool:
    return who.holds(Role.CASE_OFFICER, Role.DECIDER, at=county)


def asks_owners(who: Someone, network: str) -> bool:
    return network in COMPETENCE_NETWORKS and who.holds(Role.COORDINATOR, at=network)


def sets_date(who: Someone, network: str, step: str) -> bool:
    return step in {"assessment", "behovsmelding"} and who.holds(Role.COORDINATOR, at=network)


ROUND_ACTS: dict[str, Callable[[Someone, str], bool]] = {
    "allocation:adopt": lambda who, county: who.holds(Role.FORUM_LEADER, at=FORUM[county]),
    "beslutningsgrunnlag:ask": lambda who, county: who.holds(Role.FORUM_SECRETARY, at=FORUM[county]),
    "innstilling:begin": lambda who, county: who.holds(Role.FORUM_SECRETARY, Role.FORUM_LEADER, at=FORUM[county]),
    "tilsagn:prepare": is_officer_of,
    "report:ask": is_officer_of,
}
# Done for those documents that the person may do it with; nothing happens to the others.
BULK_ACTS = {
    "tilsagn:propose_all": "tilsagn:propose",
    "tilsagn:give_all": "tilsagn:give",
    "tilsagn:send_all": "tilsagn:send",
}
# The same, on a page that is for Statsforvalteren alone.
OUTBOX_ACTS = {
    "tilsagn:stop_all": "tilsagn:stop",
    "tilsagn:send_all_now": "tilsagn:stop",  # whoever may stop a letter may let it go
    "tilsagn:resend_all": "tilsagn:resend",
}
