"""The seal of a letter: a PAdES signature that covers every byte, and allows no change afterwards.

The parts of pyHanko are imported where they are used: they take a second to load, and most processes never seal.
"""

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings
from django.utils.translation import gettext as _

from laget.base.ui.trial_certificate import make_trial_certificate

FIELD = "Segl"
ROOM = 16_384  # for the signature with its certificates, in hex digits; what is left over is filled with zeros


class NoSeal(Exception):
    """There is nothing to seal with. The message says what is missing, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a sealed file's seal says. `certificate` is the SHA-256 of the certificate it was made with."""

    intact: bool
    certificate: str
    owner: str


def seal(pdf: bytes, *, reason: str) -> bytes:
    """The same PDF, sealed: what was there stands byte for byte, and the seal comes after it. Raises NoSeal.

    Its metadata stays as it was, so that what was PDF/A and PDF/UA before is so afterwards.
    """
    signer = _signer()
    with ThreadPoolExecutor(1) as alone:  # pyHanko starts an event loop, and there may be one here already
        return alone.submit(_sign, pdf, signer, reason).result()


def certificate() -> str:
    """The SHA-256 of the certificate that seals now. Raises NoSeal."""
    return hashlib.sha256(_signer().signing_cert.dump()).hexdigest()


def read_seal(content: bytes) -> Seal | None:
    """What the seal of a file says; None when it has none. For files that we made: a stranger's may be a trap."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_read, content).result()


def _sign(pdf: bytes, signer: Any, reason: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the metadata alone: pyHanko would write it anew, in a way that PDF/A doesn't allow."""

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
    )
    # Outside the page: there is nothing to see, and so nothing that a screen reader has to be told of.
    place = fields.SigFieldSpec(FIELD, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True))
    out = io.BytesIO()
    # A line's end first, so that what is added begins on a line of its own, as PDF/A demands.
    signers.PdfSigner(metadata, signer, new_field_spec=place).sign_pdf(
        Writer(io.BytesIO(pdf + b"\n")), output=out, bytes_reserved=ROOM
    )
    return out.getvalue()


def _read(content: bytes) -> Seal | None:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import async_validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    found = PdfFileReader(io.BytesIO(content)).embedded_signatures
    if not found:
        return None
    mine = found[-1]
    # Who issued it is another question: here only whether it is whole.
    trusted = ValidationContext(trust_roots=[mine.signer_cert], allow_fetching=False)
    status = asyncio.run(async_validate_pdf_signature(mine, trusted))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    digest = hashlib.sha256(mine.signer_cert.dump()).hexdigest()
    return Seal(bool(status.intact and status.valid and whole), digest, mine.signer_cert.subject.human_friendly)


def _signer() -> Any:
    """Whoever seals, with the certificate of the settings; outside production with one made on the spot."""
    path = settings.SEAL or _made_here()
    found = _read_signer(path, settings.SEAL_PASSWORD if settings.SEAL else "", _written(path))
    ends = found.signing_cert["tbs_certificate"]["validity"]["not_after"].native
    if ends < datetime.now(UTC):
        raise NoSeal(
            _("Sertifikatet til seglet gikk ut %(day)s. Legg inn et nytt i LAGET_SEAL.") % {"day": ends.date()}
        )
    return found


def _written(path: Path) -> int:
    """When, so that a certificate that is replaced is read anew."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _read_signer(path: Path, password: str, _when: int) -> Any:
    """The key is checked once, as it is read. That takes a quarter of a second; pyHanko's own does it each time."""
    from asn1crypto.cms import ContentInfo, ContentType  # noqa: PLC0415
    from asn1crypto.parser import emit  # noqa: PLC0415
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko.sign.signers import Signer  # noqa: PLC0415

    key, mine, others = _open(path, password)

    class OurSigner(Signer):
        async def async_sign_raw(self, data: bytes, *_as_pyhanko_calls_it: Any, **_named: Any) -> bytes:
            if isinstance(key, RSAPrivateKey):
                return key.sign(data, PKCS1v15(), SHA256())
            return key.sign(data, ECDSA(SHA256()))

        async def async_sign(self, *given: Any, **named: Any) -> ContentInfo:
            """Written out once, from the inside. asn1crypto would write each part of each part anew, many times over,
            whenever the last byte of a length happens to be 0x80, which it takes for no length at all.
            """
            signed = (await super().async_sign(*given, **named))["content"]
            inside = emit(2, 1, 0, signed.untag().dump())
            return ContentInfo.load(emit(0, 1, 16, ContentType("signed_data").dump() + inside))

    signer = OurSigner(signing_cert=Certificate.load(mine.public_bytes(Encoding.DER)))
    signer.cert_registry.register_multiple(
        Certificate.load(each.certificate.public_bytes(Encoding.DER)) for each in others
    )
    return signer


def _open(path: Path, password: str) -> tuple[RSAPrivateKey | EllipticCurvePrivateKey, Any, Any]:
    """The key, its certificate, and those that vouch for it. Raises NoSeal."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NoSeal(_("Finner ikke sertifikatet til seglet: %(path)s (LAGET_SEAL).") % {"path": path}) from None
    except OSError:
        said = _("Laget har ikke tilgang til sertifikatet til seglet: %(path)s (LAGET_SEAL).") % {"path": path}
        raise NoSeal(said) from None
    try:
        found = load_pkcs12(content, password.encode() or None)
    except ValueError:
        found = None
    if found is None or found.cert is None or not isinstance(found.key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise NoSeal(
            _("Kan ikke åpne sertifikatet til seglet. Er LAGET_SEAL en PKCS#12-fil, og stemmer LAGET_SEAL_PASSWORD?")
        )
    return found.key, found.cert.certificate, found.additional_certs


def _made_here() -> Path:
    if settings.SEAL_NEEDED:
        raise NoSeal(
            _(
                "Laget har ikke noe segl, og kan ikke lage brev. Den som drifter Laget, må legge virksomhetens "
                "sertifikat i LAGET_SEAL."
            )
        )
    return make_trial_certificate(settings.SEAL_MADE_HERE)
