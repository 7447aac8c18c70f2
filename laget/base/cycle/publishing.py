"""A form kept under its hash; and the forms that a round begins with: those of the county file."""

import hashlib
from datetime import datetime

from laget.base.cycle.form_checks import SCORING
from laget.base.cycle.form_shape import Form
from laget.base.cycle.models import FormVersion, Round, StoredForm


def keep(form: Form) -> StoredForm:
    """The form under its hash, made if it isn't there. Every word of it, so that no default can change what it says."""
    text = form.model_dump_json(by_alias=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return StoredForm.objects.get_or_create(sha256=digest, defaults={"text": text})[0]


def publish_first_forms(round: Round, *, at: datetime) -> None:
    """Version 1 of each, as the county file has it. What it doesn't ask the working groups, can be added later."""
    asked = dict(round.file.forms)
    if round.file.competitive:
        asked.setdefault(SCORING, NO_QUESTIONS)
    FormVersion.objects.bulk_create(
        FormVersion(
            round=round, kind=kind, number=1, stored=keep(form.holding_its_lists(round.file.lists)), published_at=at
        )
        for kind, form in asked.items()
    )


NO_QUESTIONS = Form(title="Vurdering", sections=())
