import argparse
import sys

from laget.config.commands._setup import setup

HELP = "Gi fylket sin første administrator, som gir de andre rollene"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("county", metavar="FYLKESNUMMER", help="to siffer, for eksempel 50")
    parser.add_argument("email", metavar="E-POST")
    parser.add_argument("name", metavar="NAVN")


def run(options: argparse.Namespace) -> int:
    setup()
    from laget.base.accounts.actions import HasAdministrator, appoint_first_administrator
    from laget.base.actors.models import County, is_email
    from laget.base.cycle.clock import now

    county = County.objects.filter(code=options.county).first()
    if county is None:
        print(f"Finner ikke fylket med nummer {options.county}. Last inn fylkesfila først.", file=sys.stderr)
        return 1
    if not is_email(options.email):
        print(f"«{options.email}» er ikke en e-postadresse.", file=sys.stderr)
        return 1
    if not 1 <= len(options.name.strip()) <= 200:
        print("Navnet må ha 1 til 200 tegn.", file=sys.stderr)
        return 1
    try:
        appoint_first_administrator(county, email=options.email, name=options.name, at=now())
    except HasAdministrator:
        print(f"{county} har en administrator fra før. Hun eller han gir roller i Laget.", file=sys.stderr)
        return 1
    print(f"{options.name} er administrator i {county}, og logger inn med en kode på e-post.")
    return 0
