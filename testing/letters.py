"""Letters for tests of what comes before and after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def letters_set_once() -> Iterator[None]:
    """Letters of one empty page, which the typesetter sets once, and a seal that is a line of its own.

    Both are others' work, and tried with every letter's own tests; together they take ten times as long as all that
    Laget does with a letter.
    """
    import typst
    from pyhanko.sign import signers

    page = typst.compile(b"#set document(title: [Brev])\n", pdf_standards=[])

    def seal(signer: Any, writer: Any, output: Any, **_named: Any) -> None:
        writer.prev.stream.seek(0)
        output.write(writer.prev.stream.read() + f"% {next(numbers)}\n".encode())

    numbers = iter(range(10**9))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "compile", lambda *_given, **_named: page)
        patch.setattr(signers.PdfSigner, "sign_pdf", seal)
        yield
