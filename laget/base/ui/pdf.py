"""PDF that everyone can read: PDF/A-3a for the archive and PDF/UA-1 for screen readers, set by Typst."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format

FONTS = Path(__file__).parent / "fonts"


def compile_pdf(template: Path, data: Mapping[str, Any], *, on: date) -> bytes:
    """Set a Typst template with the data. The same data and day give the same bytes.

    The data goes in as JSON, so that nothing a person has written is ever read as Typst.
    """
    content = {**data, "today": {"year": on.year, "month": on.month, "day": on.day}, "day": date_format(on, "j. F Y")}
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        timestamp=0,
    )
