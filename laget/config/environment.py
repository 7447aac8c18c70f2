"""What the surroundings decide: read once, from environment variables, and refused in plain words when wrong.

| Variable            | Meaning                                                               |
|---------------------|-----------------------------------------------------------------------|
| LAGET_ENV           | "production" (the default), "demo" or "test"                          |
| DATABASE_URL        | a PostgreSQL address; without one, demo and test use one in `var/pg`  |
| LAGET_SECRET_KEY    | at least 50 characters, needed in production                          |
| LAGET_HOSTS         | host names, with commas between, needed in production                 |
| LAGET_PICK_PERSON   | "1" lets anyone sign in as a sample person; refused in production     |
| LAGET_VAR           | where files are kept; `var` in the checkout                           |
| LAGET_FILES_URL     | S3-compatible storage for them: s3://key:secret@host/bucket           |
| LAGET_SURVEY_KEYS   | where the keys of open surveys are kept; `keys` in LAGET_VAR          |
| LAGET_VOICE_KEYS    | keys for what children have said: name:base64, needed in production   |
| LAGET_VOICE_DAYS    | how many days that is kept after its period; 365                      |
| LAGET_EMAIL_URL     | the mail server: smtp:// (STARTTLS) or smtps://user:password@host:port; needed in production |
| LAGET_MAIL_FROM     | the sender of all mail, needed in production                          |
| LAGET_SEAL          | the seal's certificate, a PKCS#12 file; needed to decide in production|
| LAGET_SEAL_PASSWORD | what opens that file                                                  |
| LAGET_ADDRESS       | where people find it: https://laget.example.no; needed in production  |
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

ROOT = Path(__file__).resolve().parents[2]
NOT_SECRET = "the demo and the tests have nothing to hide, so their key is no secret"  # noqa: S105 -- as it says

KNOWN = set(re.findall(r"^\| (\w+) +\|", __doc__, re.MULTILINE)) - {"Variable"}
OF_THE_TESTS = {"LAGET_BROWSER", "LAGET_OFFICE"}
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)

_OPEN_KEY = "open:" + base64.b64encode(hashlib.sha256(NOT_SECRET.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    starttls: bool  # begun in the open and then encrypted; otherwise encrypted from the first byte


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files kept in an S3-compatible storage, for servers that share no disk."""

    endpoint: str
    bucket: str
    region: str
    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Environment:
    name: str
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    pick_person: bool
    var: Path
    files: FileStore | None  # None keeps them in `var`
    survey_keys: Path
    voice_keys: dict[str, bytes]  # by name; the first is used for what is written now
    voice_days: int
    mail: MailServer | None
    mail_from: str
    address: str
    seal: Path | None
    seal_password: str

    @property
    def is_production(self) -> bool:
        return self.name == "production"


def read_environment(variables: dict[str, str] | os._Environ[str] = os.environ) -> Environment:
    """Raises ImproperlyConfigured when production would not be safe. Says why in Norwegian."""
    name = variables.get("LAGET_ENV", "production")
    if name not in {"production", "demo", "test"}:
        raise ImproperlyConfigured(f"LAGET_ENV er «{name}». Den må være production, demo eller test.")
    var = Path(variables.get("LAGET_VAR") or ROOT / "var").resolve()
    environment = Environment(
        name=name,
        database_url=_database_url(variables.get("DATABASE_URL", "")),
        secret_key=variables.get("LAGET_SECRET_KEY", "" if name == "production" else NOT_SECRET),
        hosts=tuple(filter(None, map(str.strip, variables.get("LAGET_HOSTS", "").split(",")))),
        pick_person=variables.get("LAGET_PICK_PERSON", "1" if name == "demo" else "") == "1",
        var=var,
        files=_file_store(variables.get("LAGET_FILES_URL", "")),
        survey_keys=Path(variables.get("LAGET_SURVEY_KEYS") or var / "keys").resolve(),
        voice_keys=_voice_keys(variables.get("LAGET_VOICE_KEYS", "" if name == "production" else _OPEN_KEY)),
        voice_days=_voice_days(variables.get("LAGET_VOICE_DAYS") or "365"),
        mail=_mail_server(variables.get("LAGET_EMAIL_URL", "")),
        mail_from=variables.get("LAGET_MAIL_FROM") or ("" if name == "production" else "Laget <laget@example.org>"),
        address=variables.get("LAGET_ADDRESS", "" if name == "production" else "http://localhost:8000").rstrip("/"),
        seal=Path(variables["LAGET_SEAL"]).resolve() if variables.get("LAGET_SEAL") else None,
        seal_password=variables.get("LAGET_SEAL_PASSWORD", ""),
    )
    if environment.is_production:
        _refuse_what_is_unknown(variables)
        _refuse_parts_of_a_path(variables)
        _refuse_what_is_unsafe(environment)
        _refuse_what_leads_nowhere(environment)
    return environment


def _refuse_what_is_unknown(variables: Mapping[str, str]) -> None:
    """A slip of the pen is found, instead of being as if nothing was said."""
    for each in sorted(variables):
        if each.startswith("LAGET_") and each not in KNOWN | OF_THE_TESTS:
            near = get_close_matches(each, KNOWN, n=1, cutoff=0.75)
            meant = f"Mente du {near[0]}?" if near else "Se docs/operations.md."
            raise ImproperlyConfigured(f"Laget kjenner ikke {each}. {meant}")


def _refuse_parts_of_a_path(variables: Mapping[str, str]) -> None:
    """Server and worker have the same files, wherever each is started."""
    for each in ("LAGET_VAR", "LAGET_SURVEY_KEYS", "LAGET_SEAL"):
        if variables.get(each) and not Path(variables[each]).is_absolute():
            raise ImproperlyConfigured(f"{each} er «{variables[each]}». Skriv hele stien, slik den begynner med /.")


def _refuse_what_is_unsafe(environment: Environment) -> None:
    if environment.pick_person:
        raise ImproperlyConfigured(
            "LAGET_PICK_PERSON lar hvem som helst logge inn som hvem som helst. "
            "Laget starter ikke i produksjon med den på."
        )
    if not environment.database_url:
        raise ImproperlyConfigured(
            "Laget trenger DATABASE_URL i produksjon: adressen til databasen. "
            "Gjelder det dataene i demoen, så skriv LAGET_ENV=demo foran kommandoen."
        )
    if len(environment.secret_key) < 50:
        raise ImproperlyConfigured("Laget trenger LAGET_SECRET_KEY i produksjon: minst 50 tegn som ingen kan gjette.")
    if not environment.voice_keys:
        raise ImproperlyConfigured("Laget trenger LAGET_VOICE_KEYS i produksjon: det barn har sagt, lagres kryptert.")
    if _OPEN_KEY.partition(":")[0] in environment.voice_keys:
        raise ImproperlyConfigured("LAGET_VOICE_KEYS har nøkkelen til demoen, og den er ikke hemmelig. Lag en egen.")
    if not environment.hosts:
        raise ImproperlyConfigured("Laget trenger LAGET_HOSTS i produksjon: vertsnavnene det svarer på.")
    if not environment.address.startswith("https://"):
        raise ImproperlyConfigured(
            "Laget trenger LAGET_ADDRESS i produksjon, og den må begynne med https://. Brevene lenker dit."
        )
    if not environment.mail:
        raise ImproperlyConfigured(
            "Laget trenger LAGET_EMAIL_URL i produksjon: brev og innloggingskoder går på e-post."
        )
    if "@" not in parseaddr(environment.mail_from)[1]:
        raise ImproperlyConfigured(
            "Laget trenger LAGET_MAIL_FROM i produksjon: avsenderen av all e-post, som Laget <laget@fylket.no>."
        )


def _refuse_what_leads_nowhere(environment: Environment) -> None:
    """Host names as a browser has them, and an address that is one of them."""
    for each in environment.hosts:
        if not HOST.fullmatch(each):
            raise ImproperlyConfigured(f"LAGET_HOSTS har «{each}». Skriv bare vertsnavn, uten https:// og port.")
    parts = _parts(environment.address)
    if not parts or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured("LAGET_ADDRESS må se slik ut: https://laget.example.no.")
    if not validate_host(parts.hostname, environment.hosts):
        raise ImproperlyConfigured(f"LAGET_ADDRESS har {parts.hostname}, og det svarer ikke Laget på. Se LAGET_HOSTS.")


def _database_url(url: str) -> str:
    """The same, when it can be read. What is wrong is said without it: it has a password."""
    parts = _parts(url)
    if url and (not parts or parts.scheme not in {"postgresql", "postgres"} or parts.fragment):
        raise ImproperlyConfigured(
            "DATABASE_URL må se slik ut: postgresql://bruker:passord@vert/laget. "
            "I passordet skrives # som %23, / som %2F og @ som %40."
        )
    if parts and parse_qs(parts.query).get("pgbouncer", ["1"]) != ["1"]:
        raise ImproperlyConfigured("DATABASE_URL: skriv ?pgbouncer=1 når PgBouncer står imellom, og ellers ingenting.")
    return url


def _voice_keys(text: str) -> dict[str, bytes]:
    """ "2025:base64,2024:base64" as keys of 32 bytes by their names, in the same order."""
    keys: dict[str, bytes] = {}
    for each in filter(None, text.split(",")):
        name, _colon, key = each.strip().partition(":")
        try:
            found = base64.b64decode(key, validate=True)
        except binascii.Error:
            found = b""
        if not re.fullmatch(r"[a-z0-9-]{1,20}", name) or len(found) != 32 or name in keys:
            raise ImproperlyConfigured(
                "LAGET_VOICE_KEYS må se slik ut: 2025:NØKKEL,2024:NØKKEL. Lag en nøkkel med: openssl rand -base64 32."
            )
        keys[name] = found
    return keys


def _voice_days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 730:
        raise ImproperlyConfigured("LAGET_VOICE_DAYS må være et antall dager fra 1 til 730.")
    return int(text)


def _mail_server(url: str) -> MailServer | None:
    if not url:
        return None
    parts = _parts(url)
    if not parts or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("LAGET_EMAIL_URL må se slik ut: smtp://bruker:passord@vert:587.")
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
    )


def _file_store(url: str) -> FileStore | None:
    if not url:
        return None
    parts = _parts(url)
    if not parts or parts.scheme not in {"s3", "s3+http"} or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured("LAGET_FILES_URL må se slik ut: s3://nøkkel:hemmelighet@vert/bøtte.")
    if not parts.username or not parts.password:
        raise ImproperlyConfigured("LAGET_FILES_URL mangler nøkkelen: s3://nøkkel:hemmelighet@vert/bøtte.")
    options, bucket = parse_qs(parts.query), parts.path.strip("/")
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return FileStore(
        endpoint=f"{scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        bucket=bucket,
        region=options.get("region", ["us-east-1"])[0],
        key=unquote(parts.username),
        secret=unquote(parts.password),
    )


def _parts(url: str) -> SplitResult | None:
    """None when Python can't read it: it says so by raising, for a port only when that is asked for."""
    try:
        parts = urlsplit(url)
        can_be_read = parts.port != 0
    except ValueError:
        return None
    return parts if can_be_read else None
