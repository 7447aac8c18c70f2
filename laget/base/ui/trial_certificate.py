"""A certificate for the demo and the tests, made on the spot. It says what it is, and nobody should trust it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

NAME = "Laget, prøvesegl. Ikke et ekte segl"
SIGNS = {
    name: name in {"digital_signature", "content_commitment"}
    for name in (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )
}  # fmt: skip


def make_trial_certificate(path: Path) -> Path:
    """A PKCS#12 file at the path. One that is there already is left, so that all processes seal alike."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = path.with_suffix(f".{os.getpid()}")
        mine.write_bytes(_pkcs12(datetime.now(UTC)))
        try:
            os.link(mine, path)  # as one step, and only if nobody else came first
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path


def _pkcs12(now: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.KeyUsage(**SIGNS), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"laget", key, certificate, None, NoEncryption())
