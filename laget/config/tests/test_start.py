"""Production refuses to start where it would not be safe, and says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from laget.config.environment import ROOT, MailServer, read_environment

SAFE = {
    "LAGET_ENV": "production",
    "DATABASE_URL": "postgresql://laget@db.laget.example/laget",
    "LAGET_SECRET_KEY": "k" * 50,
    "LAGET_VOICE_KEYS": f"2025:{'A' * 43}=",
    "LAGET_HOSTS": "laget.example,www.laget.example",
    "LAGET_ADDRESS": "https://laget.example/",
    "LAGET_EMAIL_URL": "smtp://laget:p%40ss@post.laget.example:587",
    "LAGET_MAIL_FROM": "Laget <laget@laget.example>",
}
PICK = "LAGET_PICK_PERSON lar hvem som helst logge inn som hvem som helst. Laget starter ikke i produksjon med den på."
DATABASE = (
    "Laget trenger DATABASE_URL i produksjon: adressen til databasen. "
    "Gjelder det dataene i demoen, så skriv LAGET_ENV=demo foran kommandoen."
)
KEY = "Laget trenger LAGET_SECRET_KEY i produksjon: minst 50 tegn som ingen kan gjette."
VOICES = "Laget trenger LAGET_VOICE_KEYS i produksjon: det barn har sagt, lagres kryptert."
VOICE_KEYS = "LAGET_VOICE_KEYS må se slik ut: 2025:NØKKEL,2024:NØKKEL. Lag en nøkkel med: openssl rand -base64 32."
OPEN_KEY = "LAGET_VOICE_KEYS har nøkkelen til demoen, og den er ikke hemmelig. Lag en egen."
HTTPS = "Laget trenger LAGET_ADDRESS i produksjon, og den må begynne med https://. Brevene lenker dit."
MAIL = "Laget trenger LAGET_EMAIL_URL i produksjon: brev og innloggingskoder går på e-post."
MAIL_URL = "LAGET_EMAIL_URL må se slik ut: smtp://bruker:passord@vert:587."
MAIL_FROM = "Laget trenger LAGET_MAIL_FROM i produksjon: avsenderen av all e-post, som Laget <laget@fylket.no>."
DATABASE_URL = (
    "DATABASE_URL må se slik ut: postgresql://bruker:passord@vert/laget. "
    "I passordet skrives # som %23, / som %2F og @ som %40."
)
BOUNCER = "DATABASE_URL: skriv ?pgbouncer=1 når PgBouncer står imellom, og ellers ingenting."
NO_HOST = "LAGET_HOSTS har «{}». Skriv bare vertsnavn, uten https:// og port."
ADDRESS = "LAGET_ADDRESS må se slik ut: https://laget.example.no."
ELSEWHERE = "LAGET_ADDRESS har other.example, og det svarer ikke Laget på. Se LAGET_HOSTS."
SAMPLE = "Denne kommandoen bruker eksempeldata, og kjører ikke med LAGET_ENV=production."


def laget(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it, told nothing but this."""
    environment = {"PATH": os.environ["PATH"], **variables}
    command = [sys.executable, "-m", "laget", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_safe_production_is_read_as_it_is_told() -> None:
    environment = read_environment(SAFE)
    assert environment.is_production
    assert not environment.pick_person
    assert environment.hosts == ("laget.example", "www.laget.example")
    assert environment.address == "https://laget.example"
    assert environment.mail == MailServer("post.laget.example", 587, "laget", "p@ss", starttls=True)


@pytest.mark.parametrize(
    ("url", "port", "starttls"),
    [
        ("smtps://post.laget.example", 465, False),
        ("smtps://post.laget.example:587", 587, False),
        ("smtp://post.laget.example", 587, True),
        ("smtp://post.laget.example:25", 25, True),
        ("smtp://post.laget.example:2525", 2525, True),
    ],
)
def test_the_scheme_says_how_mail_is_encrypted_whatever_the_port(url: str, port: int, starttls: bool) -> None:
    mail = read_environment(SAFE | {"LAGET_EMAIL_URL": url}).mail
    assert mail == MailServer("post.laget.example", port, "", "", starttls=starttls)


def test_production_is_what_is_meant_when_nothing_is_said() -> None:
    assert read_environment({name: value for name, value in SAFE.items() if name != "LAGET_ENV"}).is_production


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"LAGET_PICK_PERSON": "1"}, PICK),
        ({"DATABASE_URL": ""}, DATABASE),
        ({"LAGET_SECRET_KEY": ""}, KEY),
        ({"LAGET_SECRET_KEY": "k" * 49}, KEY),
        ({"LAGET_VOICE_KEYS": ""}, VOICES),
        ({"LAGET_VOICE_KEYS": "2025:short"}, VOICE_KEYS),
        ({"LAGET_VOICE_KEYS": f"open:{'A' * 43}="}, OPEN_KEY),
        ({"LAGET_VOICE_DAYS": "0"}, "LAGET_VOICE_DAYS må være et antall dager fra 1 til 730."),
        ({"LAGET_HOSTS": ""}, "Laget trenger LAGET_HOSTS i produksjon: vertsnavnene det svarer på."),
        ({"LAGET_ADDRESS": ""}, HTTPS),
        ({"LAGET_ADDRESS": "http://laget.example"}, HTTPS),
        ({"LAGET_EMAIL_URL": ""}, MAIL),
        ({"LAGET_EMAIL_URL": "post.laget.example"}, MAIL_URL),
        ({"LAGET_EMAIL_URL": "smtp://post.laget.example:mail"}, MAIL_URL),
        ({"LAGET_ENV": "prod"}, "LAGET_ENV er «prod». Den må være production, demo eller test."),
    ],
)
def test_the_server_does_not_start_where_it_would_not_be_safe(change: dict[str, str], says: str) -> None:
    tried = laget("server", "--port", "0", **SAFE | change)
    assert (tried.returncode, tried.stdout, tried.stderr.strip()) == (1, "", says)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"LAGET_FILE_URL": "s3://key:secret@s3.example.no/laget"},
            "kjenner ikke LAGET_FILE_URL. Mente du LAGET_FILES_URL?",
        ),
        ({"LAGET_VAR": "var"}, "LAGET_VAR er «var». Skriv hele stien, slik den begynner med /."),
        ({"LAGET_COLOUR": "red"}, "kjenner ikke LAGET_COLOUR. Se docs/operations.md."),
        ({"DATABASE_URL": "mysql://laget@db.laget.example/laget"}, DATABASE_URL),
        ({"DATABASE_URL": "host=db.laget.example dbname=laget"}, DATABASE_URL),
        ({"DATABASE_URL": "postgresql://laget:p#ss@db.laget.example/laget"}, DATABASE_URL),
        ({"DATABASE_URL": "postgresql://laget:p/ss@db.laget.example/laget"}, DATABASE_URL),
        ({"DATABASE_URL": "postgresql://[db/laget"}, DATABASE_URL),
        ({"DATABASE_URL": "postgresql://laget@db.laget.example/laget?pgbouncer=true"}, BOUNCER),
        ({"LAGET_HOSTS": "https://laget.example"}, NO_HOST.format("https://laget.example")),
        ({"LAGET_HOSTS": "laget.example:443"}, NO_HOST.format("laget.example:443")),
        ({"LAGET_HOSTS": "*"}, NO_HOST.format("*")),
        ({"LAGET_ADDRESS": "https://laget.example/start"}, ADDRESS),
        ({"LAGET_ADDRESS": "https://[laget"}, ADDRESS),
        ({"LAGET_ADDRESS": "https://other.example"}, ELSEWHERE),
        ({"LAGET_EMAIL_URL": "smtp://[post"}, MAIL_URL),
        ({"LAGET_MAIL_FROM": ""}, MAIL_FROM),
        ({"LAGET_MAIL_FROM": "Laget"}, MAIL_FROM),
    ],
)
def test_what_is_misspelt_is_refused_and_no_password_is_told(change: dict[str, str], says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_environment(SAFE | change)
    assert str(refused.value).removeprefix("Laget ") == says.removeprefix("Laget ")


def test_host_names_may_have_spaces_between() -> None:
    assert read_environment(SAFE | {"LAGET_HOSTS": "laget.example, .fylket.example"}).hosts == (
        "laget.example",
        ".fylket.example",
    )


def test_what_is_set_to_nothing_is_as_if_it_was_not_set(tmp_path: Path) -> None:
    nothing = {"LAGET_SURVEY_KEYS": "", "LAGET_VOICE_DAYS": ""}
    environment = read_environment(SAFE | nothing | {"LAGET_VAR": str(tmp_path)})
    assert (environment.survey_keys, environment.voice_days) == (tmp_path / "keys", 365)
    assert read_environment(SAFE | {"LAGET_VAR": ""}).var == ROOT / "var"


@pytest.mark.parametrize("command", [["demo"], ["year", "trondelag", "--out", "/nowhere"]])
def test_no_sample_people_are_made_in_production(command: list[str]) -> None:
    tried = laget(*command, **SAFE)
    assert (tried.returncode, tried.stderr.strip()) == (1, SAMPLE)


def test_the_person_picker_is_the_demos_alone() -> None:
    assert read_environment({"LAGET_ENV": "demo"}).pick_person
    assert not read_environment({"LAGET_ENV": "demo", "LAGET_PICK_PERSON": "0"}).pick_person
    assert not read_environment({"LAGET_ENV": "test"}).pick_person


def test_files_are_kept_where_one_is_told(tmp_path: Path) -> None:
    assert read_environment({"LAGET_ENV": "demo", "LAGET_VAR": str(tmp_path)}).var == tmp_path
