"""A form kept under its hash; and the forms that a round begins with: the county file's, and Laget's own for plans."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from laget.base.cycle.form_checks import PLANS, SCORING
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import FormVersion, Round, StoredForm


def keep(form: Form) -> StoredForm:
    """The form under its hash, made if it isn't there. Every word of it, so that no default can change what it says."""
    text = form.model_dump_json(by_alias=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return StoredForm.objects.get_or_create(sha256=digest, defaults={"text": text})[0]


def publish_first_forms(round: Round, *, at: datetime) -> None:
    """Version 1 of each, as the county file has it. What it doesn't ask the working groups, can be added later.

    The plans that it has no form of its own for, are written as Laget comes with them.
    """
    asked = {**plan_forms(), **round.file.forms}
    if round.file.competitive:
        asked.setdefault(SCORING, NO_QUESTIONS)
    FormVersion.objects.bulk_create(
        FormVersion(
            round=round, kind=kind, number=1, stored=keep(form.holding_its_lists(round.file.lists)), published_at=at
        )
        for kind, form in asked.items()
    )


@cache
def plan_forms() -> Mapping[str, Form]:
    """The forms that Laget comes with: Udir's description, a project plan, a plan of measures, a long-term plan."""
    files = {kind: _OWN / f"{kind}.toml" for kind in PLANS}
    return {kind: Form.model_validate(tomllib.loads(file.read_text("utf-8"))) for kind, file in files.items()}


_OWN = Path(__file__).parent / "forms"
NO_QUESTIONS = Form(title="Vurdering", sections=())
