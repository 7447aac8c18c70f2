"""In production nothing is sealed without a certificate that opens and has not expired. It says what is wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typst
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates

from laget.base.ui.seal import NoSeal, certificate, read_seal, seal
from laget.base.ui.trial_certificate import NAME, _pkcs12, make_trial_certificate

PDF: bytes = typst.compile(b"Hei")
RIGHT, WRONG = "åpner", "åpner ikke"


@pytest.fixture
def production(settings: Any) -> Any:
    settings.SEAL_NEEDED = True
    return settings


def locked(path: Path, *, made: datetime, password: str) -> Path:
    """A certificate made that day, in a file with a password."""
    found = load_pkcs12(_pkcs12(made), None)
    assert found.key is not None
    assert found.cert is not None
    lock = BestAvailableEncryption(password.encode())
    path.write_bytes(serialize_key_and_certificates(b"x", found.key, found.cert.certificate, None, lock))  # type: ignore[arg-type]
    return path


def test_production_has_no_certificate_of_its_own_making(production: Any) -> None:
    with pytest.raises(NoSeal, match=r"^Laget har ikke noe segl, og kan ikke lage brev\."):
        seal(PDF, reason="Vedtak")


def test_a_certificate_that_is_not_there_is_named(production: Any, tmp_path: Path) -> None:
    production.SEAL = tmp_path / "borte.p12"
    with pytest.raises(NoSeal, match=r"Finner ikke sertifikatet til seglet: .*borte\.p12 \(LAGET_SEAL\)"):
        certificate()


def test_one_with_another_password_is_not_opened(production: Any, tmp_path: Path) -> None:
    production.SEAL = locked(tmp_path / "segl.p12", made=datetime.now(UTC), password=RIGHT)
    production.SEAL_PASSWORD = WRONG
    with pytest.raises(NoSeal, match="stemmer LAGET_SEAL_PASSWORD"):
        certificate()
    production.SEAL_PASSWORD = RIGHT
    found = read_seal(seal(PDF, reason="Vedtak"))
    assert found is not None
    assert (found.intact, found.certificate) == (True, certificate())


def test_one_that_has_expired_seals_nothing(production: Any, tmp_path: Path) -> None:
    made = datetime.now(UTC) - timedelta(days=3651)
    production.SEAL = locked(tmp_path / "segl.p12", made=made, password=RIGHT)
    production.SEAL_PASSWORD = RIGHT
    with pytest.raises(NoSeal, match="Sertifikatet til seglet gikk ut"):
        seal(PDF, reason="Vedtak")


def test_one_that_is_replaced_is_read_anew(production: Any, tmp_path: Path) -> None:
    production.SEAL = locked(tmp_path / "segl.p12", made=datetime.now(UTC) - timedelta(days=3651), password=RIGHT)
    production.SEAL_PASSWORD = RIGHT
    with pytest.raises(NoSeal, match="Sertifikatet til seglet gikk ut"):
        certificate()
    locked(tmp_path / "segl.p12", made=datetime.now(UTC), password=RIGHT)
    assert len(certificate()) == 64


def test_one_that_cannot_be_read_is_not_said_to_be_gone(production: Any, tmp_path: Path) -> None:
    production.SEAL = tmp_path
    with pytest.raises(NoSeal, match=r"^Laget har ikke tilgang til sertifikatet til seglet: .* \(LAGET_SEAL\)\.$"):
        certificate()


def test_the_demo_makes_one_that_says_what_it_is(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_MADE_HERE = tmp_path / "a" / "seal.p12"
    found = read_seal(seal(PDF, reason="Vedtak"))
    assert found is not None
    assert found.owner == f"Common Name: {NAME}"
    before = settings.SEAL_MADE_HERE.read_bytes()
    assert make_trial_certificate(settings.SEAL_MADE_HERE).read_bytes() == before


def test_what_is_not_sealed_has_no_seal() -> None:
    assert read_seal(PDF) is None
