"""What is said of a route: what its address names, and which rule it follows."""

from dataclasses import dataclass
from enum import Enum

from laget.config.tests.matrix.answers import Rule


class On(Enum):
    """What the address names."""

    NOTHING = "nothing"
    COUNTY = "county"
    ROUND = "round"
    NETWORK = "network in a round"
    DATE = "date of a network in a round"
    PAPER = "document"
    SECTION = "section of a document"
    ITEM = "item of a section"
    VERSION = "version of a document"
    PLANNER = "party that may begin a plan in a round"
    AMOUNT = "granted amount"
    PARTY = "organisation"
    LISTENING = "lytteperiode"
    UNIT = "virksomhet"
    HELD = "held role"
    KEY = "passkey"
    GUIDE = "page of the guide"
    OPEN = "what anyone may read"
    PROGRAM_FOR = "role at a party that a key is asked for"
    PROGRAM = "key of a program"
    COUNTED = "counted survey"
    GROUP = "group of a result"
    ASKER = "party that may ask, and an instrument"
    INSTRUMENT = "instrument that comes along"
    SURVEY = "survey"
    SURVEY_UNIT = "unit of a survey"
    LINK = "link to answer by"
    SOURCE = "numbers from elsewhere"
    FORMS = "the forms of a round"
    FORM = "form of a round"
    FORUM = "forum"
    HOLDER = "holder of a seat"
    MEETING = "meeting of a forum"
    MATTER = "matter of a meeting"
    SEAT = "seat in a matter"
    AWARD = "award"
    RECIPIENT = "recipient of an award"
    CHANGE = "change of an award"
    PAYMENTS = "payment list"
    KLAGE = "klage"
    CORRECTION = "correction of a letter"
    LETTER = "letter of what came after a tilsagn"
    RANKED_ROUND = "round where applications are ranked"
    RANKED_NETWORK = "network in such a round"
    WORKING_GROUP = "working group"
    GROUP_MEMBER = "member of a working group"
    APPLICATION = "application"
    APPLICATION_FILE = "file of an application"
    RANKING = "ranking"
    OWN = "nothing, with what one chooses for oneself"
    NOTICE = "notice"
    FEED = "calendar of a person"
    CALENDAR_ADDRESS = "address of a calendar"
    YEAR_OF_NETWORK = "year of a network"
    OWN_ENTRY = "what a network has put in its year"
    GROUP_HOME = "party that may have groups"
    TOGETHER = "group that works together, or a meeting or line of it"
    DESK = "network with a koordinator's desk"
    CATALOGUE = "county with a catalogue"
    ENTRY = "entry in a catalogue"
    FOLLOWED = "municipality in oppfølgingsordningen, or a milestone of it"
    FOLLOWING = "county that offers oppfølgingsordningen"
    TAKEN_UP = "party whose people have been through something"
    TOLD = "line of what some have been through"
    ORGANISER = "party that may arrange something"
    EVENT = "event"
    SIGN_UP = "someone who has signed up for an event"
    TICKET = "ticket to an event"
    TO_BEGIN = "round with something to begin"
    DELIVERY = "tiltak being carried out"
    DELIVERY_PART = "line of a tiltak being carried out"
    SPOR = "spor of a forum"
    PULJE = "pulje"
    JOINS = "network that may join a pulje"
    JOINED = "network in a pulje"
    ASKED = "question in a pulje"
    DEVELOPMENT = "development of a unit"
    DEVELOPS = "unit that may begin a development"


@dataclass(frozen=True)
class Route:
    on: On
    get: Rule | None = None
    post: Rule | None = None
    public: bool = False
    by_allauth: bool = False  # answers other methods in its own ways
    by_program: bool = False  # the API: no page to sign in on
    by_code: bool = False  # takes a post from anyone who has a code: there is no session for another site to misuse
